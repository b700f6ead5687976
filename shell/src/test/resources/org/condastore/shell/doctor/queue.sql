-- The task queue of a conda-store without Redis, as kombu and Celery make it, and healthy at 2024-09-21 12:00 UTC.
CREATE TABLE kombu_queue (id integer PRIMARY KEY, name varchar(200));
CREATE TABLE kombu_message (id integer PRIMARY KEY, visible boolean, "timestamp" timestamp, payload text, version smallint NOT NULL,
	queue_id integer CONSTRAINT "FK_kombu_message_queue" REFERENCES kombu_queue);
CREATE TABLE celery_taskmeta (id integer PRIMARY KEY, task_id varchar(155), status varchar(50), result bytea, date_done timestamp);
INSERT INTO kombu_queue VALUES (1, 'celery');
INSERT INTO kombu_message
SELECT i, i % 5 = 0, timestamp '2024-09-21 11:55' - i * interval '3 hours', '{"headers": {"id": "' || md5(i::text) || '"}}', 1, 1 FROM generate_series(0, 30) i;
INSERT INTO celery_taskmeta
SELECT i, md5(i::text), 'SUCCESS', '\x80', timestamp '2024-09-21 11:55' - i * interval '1 hour' FROM generate_series(1, 30) i;
