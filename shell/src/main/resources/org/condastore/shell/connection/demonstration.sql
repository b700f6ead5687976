-- What a new embedded database holds: three teams, and builds in every state that conda-store has. Times are relative,
-- so that a demonstration is never stale. All of them are UTC, as conda-store writes them.

CREATE FUNCTION pg_temp.ago(text) RETURNS timestamp
	LANGUAGE sql STABLE
	AS $$ SELECT (now() AT TIME ZONE 'UTC') - $1::interval $$;

INSERT INTO namespace (id, name, deleted_on, metadata_) VALUES
	(1, 'default', NULL, '{}'),
	(2, 'data-science', NULL, '{"team": "Research", "cost_center": 4711}'),
	(3, 'web', NULL, '{}');

-- sha256 is conda-store's: of the specification with its keys and lists sorted.
INSERT INTO specification (id, name, spec, sha256, created_on) VALUES
	(1, 'python-basics',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.11", "ipykernel"], "description": "Python and a kernel, nothing else", "name": "python-basics", "prefix": null, "variables": null}',
		'efe9b368f6ab40e646681c3122c3b00d5b372b80210feee042757a8a018caf7f', pg_temp.ago('92 days')),
	(2, 'python-basics',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "ipykernel"], "description": "Python and a kernel, nothing else", "name": "python-basics", "prefix": null, "variables": null}',
		'6873c29fabd01e3e66c325f623050d4123ec9e8a163d58cdce9f7d1d8a2a91e2', pg_temp.ago('41 days')),
	(3, 'forecasting',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.11", "numpy", "pandas", "statsmodels"], "description": "Demand forecasts", "name": "forecasting", "prefix": null, "variables": null}',
		'3947aaadde8ddf8f4ef5bc57218a5cc3ff3f70b5c3001b92c993711765fda08c', pg_temp.ago('61 days')),
	(4, 'forecasting',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "numpy", "pandas", "scikit-learn", {"pip": ["prophet-lite"]}], "description": "Demand forecasts", "name": "forecasting", "prefix": null, "variables": {"OMP_NUM_THREADS": "4"}}',
		'9fc37e38d5ac795ff6f65e80ebfee0145e743660c0ba69048c407f020649cd9e', pg_temp.ago('13 days')),
	(5, 'forecasting',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "numpy=1.26", "pandas=3", "scikit-learn"], "description": "Demand forecasts", "name": "forecasting", "prefix": null, "variables": null}',
		'3215e4d6dff70f6f37013375932065d9dd23895c49509bf150d57608bee9fb68', pg_temp.ago('3 days')),
	(6, 'notebooks',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "jupyterlab", "ipykernel", "pandas"], "description": "JupyterLab for everybody", "name": "notebooks", "prefix": null, "variables": null}',
		'b7dd737b476ace3969b0cbfe90f15446234fa2aeda5bdf3cc385e5349817bedd', pg_temp.ago('31 days')),
	(7, 'notebooks',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.13", "jupyterlab", "ipykernel", "pandas"], "description": "JupyterLab for everybody", "name": "notebooks", "prefix": null, "variables": null}',
		'e6a041d36dd5d4f214c8ebd22a900a8bab9f400ffd075498f2e95e53a195b712', pg_temp.ago('6 days')),
	(8, 'gpu-training',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.11", "pytorch", "numpy"], "description": "", "name": "gpu-training", "prefix": null, "variables": null}',
		'53ed8f8f74cd58a023d6d1a2b0acffcf66a2a0077d232c2d6fe9da17194464a4', pg_temp.ago('26 days')),
	(9, 'gpu-training',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "pytorch", "numpy"], "description": "", "name": "gpu-training", "prefix": null, "variables": null}',
		'd937324a0090a1dfe51fbde9222dfe9dcd00f1128b9f0b8c80422cd7c9df4f16', pg_temp.ago('4 days')),
	(10, 'api-server',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.12", "fastapi", "uvicorn"], "description": "The web team''s service", "name": "api-server", "prefix": null, "variables": null}',
		'255ce473f5f66b65deac1524baf60fd5cbbb90fabe4921f2d89026f1430e5efe', pg_temp.ago('21 days')),
	(11, 'api-server',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.13", "fastapi", "uvicorn"], "description": "The web team''s service", "name": "api-server", "prefix": null, "variables": null}',
		'8faf54d28b1b30ac154a33d8e42ba33c5319605cc9c32d7d1c441208fffc0005', pg_temp.ago('8 days')),
	(12, 'legacy-report',
		'{"channels": ["conda-forge"], "dependencies": ["python=3.8", "pandas"], "description": "Replaced by forecasting", "name": "legacy-report", "prefix": null, "variables": null}',
		'cc13948d0dc120ba5df3353f82b07dcf8ac43ed0d3ceb24b4d14e6730fdd121b', pg_temp.ago('101 days'));

INSERT INTO environment (id, namespace_id, name, current_build_id, deleted_on, description) VALUES
	(1, 1, 'python-basics', NULL, NULL, 'Python and a kernel, nothing else'),
	(2, 2, 'forecasting', NULL, NULL, 'Demand forecasts'),
	(3, 2, 'notebooks', NULL, NULL, 'JupyterLab for everybody'),
	(4, 2, 'gpu-training', NULL, NULL, ''),
	(5, 3, 'api-server', NULL, NULL, 'The web team''s service'),
	(6, 3, 'legacy-report', NULL, pg_temp.ago('9 days'), 'Replaced by forecasting');

INSERT INTO build (id, specification_id, environment_id, status, size, scheduled_on, started_on, ended_on, deleted_on,
		status_info, build_key_version) VALUES
	-- an old one whose files are gone: the row, its log and its lockfile stay
	(1, 1, 1, 'COMPLETED', 0, pg_temp.ago('92 days'), pg_temp.ago('91 days 23:59:40'), pg_temp.ago('91 days 23:55:12'),
		pg_temp.ago('40 days'), NULL, 2),
	(2, 2, 1, 'COMPLETED', 412885000, pg_temp.ago('41 days'), pg_temp.ago('40 days 23:59:51'),
		pg_temp.ago('40 days 23:56:20'), NULL, NULL, 2),
	(3, 3, 2, 'COMPLETED', 1864210432, pg_temp.ago('61 days'), pg_temp.ago('60 days 23:58:00'),
		pg_temp.ago('60 days 23:44:09'), NULL, NULL, 1),
	(4, 4, 2, 'COMPLETED', 2210398208, pg_temp.ago('13 days'), pg_temp.ago('12 days 23:59:31'),
		pg_temp.ago('12 days 23:41:47'), NULL, NULL, 2),
	(5, 5, 2, 'FAILED', 0, pg_temp.ago('3 days'), pg_temp.ago('2 days 23:59:48'), pg_temp.ago('2 days 23:58:02'),
		NULL, 'ResolvePackageNotFound: pandas=3 needs numpy>=2, and numpy=1.26 was asked for', 2),
	(6, 6, 3, 'COMPLETED', 1290076160, pg_temp.ago('31 days'), pg_temp.ago('30 days 23:59:44'),
		pg_temp.ago('30 days 23:50:30'), NULL, NULL, 2),
	(7, 7, 3, 'CANCELED', 0, pg_temp.ago('6 days'), pg_temp.ago('5 days 23:59:50'), pg_temp.ago('5 days 23:52:00'),
		NULL, NULL, 2),
	-- waits for a worker since a few minutes
	(8, 7, 3, 'QUEUED', 0, pg_temp.ago('6 minutes'), NULL, NULL, NULL, NULL, 2),
	(9, 8, 4, 'COMPLETED', 6827171840, pg_temp.ago('26 days'), pg_temp.ago('25 days 23:59:20'),
		pg_temp.ago('25 days 23:21:55'), NULL, NULL, 2),
	-- stuck: its worker died, and nothing will ever end it
	(10, 9, 4, 'BUILDING', 0, pg_temp.ago('4 days'), pg_temp.ago('3 days 23:59:30'), NULL, NULL, NULL, 2),
	(11, 9, 4, 'BUILDING', 0, pg_temp.ago('14 minutes'), pg_temp.ago('13 minutes'), NULL, NULL, NULL, 2),
	(12, 10, 5, 'COMPLETED', 534773760, pg_temp.ago('21 days'), pg_temp.ago('20 days 23:59:55'),
		pg_temp.ago('20 days 23:56:03'), NULL, NULL, 3),
	(13, 11, 5, 'FAILED', 0, pg_temp.ago('8 days'), pg_temp.ago('7 days 23:59:52'), pg_temp.ago('7 days 23:55:10'),
		NULL, 'CondaError: Downloaded bytes did not match Content-Length', 2),
	-- stuck: its message to the workers was lost
	(14, 11, 5, 'QUEUED', 0, pg_temp.ago('7 days 20 hours'), NULL, NULL, NULL, NULL, 2),
	(15, 12, 6, 'COMPLETED', 0, pg_temp.ago('101 days'), pg_temp.ago('100 days 23:59:00'),
		pg_temp.ago('100 days 23:48:00'), pg_temp.ago('9 days'), NULL, 2);

UPDATE environment SET current_build_id = current.build_id
FROM (VALUES (1, 2), (2, 4), (3, 6), (4, 9), (5, 12), (6, 15)) AS current (environment_id, build_id)
WHERE environment.id = current.environment_id;

-- Build keys, by the version that each row says; version 3 is kept in the row.
CREATE TEMPORARY VIEW build_key AS
SELECT build.id AS build_id, namespace.name AS namespace, build.status, build.deleted_on, CASE build.build_key_version
		WHEN 1 THEN specification.sha256 || '-' || to_char(build.scheduled_on, 'YYYYMMDD-HH24MISS-US') || '-' || build.id
			|| '-' || specification.name
		WHEN 2 THEN left(specification.sha256, 8) || '-' || floor(extract(epoch FROM build.scheduled_on))::bigint || '-'
			|| build.id || '-' || specification.name
		ELSE left(encode(sha256(convert_to(namespace.name || specification.sha256
			|| floor(extract(epoch FROM build.scheduled_on))::bigint || build.id, 'UTF8')), 'hex'), 32)
	END AS key
FROM build
JOIN specification ON specification.id = build.specification_id
JOIN environment ON environment.id = build.environment_id
JOIN namespace ON namespace.id = environment.namespace_id;

UPDATE build SET hash = build_key.key FROM build_key WHERE build_key.build_id = build.id AND build.build_key_version = 3;

INSERT INTO build_artifact (build_id, artifact_type, key)
SELECT build_key.build_id, artifact.type, replace(replace(artifact.key, 'NAMESPACE', build_key.namespace), 'KEY', build_key.key)
FROM (VALUES
	('LOGS', 'logs/KEY.log', 'BUILDING,COMPLETED,FAILED,CANCELED', true),
	('LOCKFILE', 'lockfile/KEY.yml', 'BUILDING,COMPLETED', true),
	('DIRECTORY', '/opt/conda-store/NAMESPACE/KEY', 'COMPLETED', false),
	('YAML', 'yaml/KEY.yml', 'COMPLETED', true),
	('CONDA_PACK', 'archive/KEY.tar.gz', 'COMPLETED', false)
) AS artifact (type, key, statuses, kept_on_deletion)
JOIN build_key ON build_key.status = ANY (string_to_array(artifact.statuses, ','))
WHERE build_key.deleted_on IS NULL OR artifact.kept_on_deletion
ORDER BY build_key.build_id, artifact.type;

DROP VIEW build_key;

INSERT INTO conda_channel (id, name, last_update) VALUES
	(1, 'https://conda.anaconda.org/conda-forge', pg_temp.ago('11 minutes')),
	(2, 'https://repo.anaconda.com/pkgs/main', pg_temp.ago('20 days'));

INSERT INTO conda_package (id, channel_id, license, license_family, name, version, summary, description) VALUES
	(1, 1, 'Python-2.0', 'PSF', 'python', '3.11.9', 'General purpose programming language', NULL),
	(2, 1, 'Python-2.0', 'PSF', 'python', '3.12.7', 'General purpose programming language', NULL),
	(3, 1, 'BSD-3-Clause', 'BSD', 'numpy', '1.26.4', 'The fundamental package for scientific computing with Python', NULL),
	(4, 1, 'BSD-3-Clause', 'BSD', 'numpy', '2.1.3', 'The fundamental package for scientific computing with Python', NULL),
	(5, 1, 'BSD-3-Clause', 'BSD', 'pandas', '2.2.3', 'Powerful data structures for data analysis', NULL),
	(6, 1, 'BSD-3-Clause', 'BSD', 'scikit-learn', '1.5.2', 'Machine learning in Python', NULL),
	(7, 1, 'BSD-3-Clause', 'BSD', 'statsmodels', '0.14.4', 'Statistical computations and models', NULL),
	(8, 1, 'BSD-3-Clause', 'BSD', 'ipykernel', '6.29.5', 'IPython kernel for Jupyter', NULL),
	(9, 1, 'BSD-3-Clause', 'BSD', 'jupyterlab', '4.2.5', 'JupyterLab computational environment', NULL),
	(10, 1, 'BSD-3-Clause', 'BSD', 'pytorch', '2.4.1', 'Tensors and dynamic neural networks', NULL),
	(11, 1, 'MIT', 'MIT', 'fastapi', '0.115.4', 'Web framework', NULL),
	(12, 1, 'BSD-3-Clause', 'BSD', 'uvicorn', '0.32.0', 'ASGI server', NULL),
	(13, 2, 'BSD-3-Clause', 'BSD', 'numpy', '1.26.4', 'The fundamental package for scientific computing with Python', NULL);

INSERT INTO conda_package_build (id, package_id, channel_id, build, build_number, constrains, depends, md5, sha256, size,
		subdir, "timestamp")
SELECT package.id, package.id, package.channel_id, row.build, row.number, 'null', row.depends::json,
	md5(row.build || package.id), encode(sha256(convert_to(row.build || package.id, 'UTF8')), 'hex'), row.size, row.subdir,
	1730000000000
FROM (VALUES
	(1, 'hb806964_0_cpython', 0, '["libexpat >=2.6.2", "openssl >=3.2.1"]', 30884494, 'linux-64'),
	(2, 'hc5c86c4_0_cpython', 0, '["libexpat >=2.6.3", "openssl >=3.3.2"]', 31574780, 'linux-64'),
	(3, 'py311h64a7726_0', 0, '["python >=3.11,<3.12.0a0"]', 8065890, 'linux-64'),
	(4, 'py312h58c1407_0', 0, '["python >=3.12,<3.13.0a0"]', 8415090, 'linux-64'),
	(5, 'py312hf9745cd_1', 1, '["numpy >=1.22.4", "python >=3.12,<3.13.0a0"]', 15436913, 'linux-64'),
	(6, 'py312h7a48858_1', 1, '["numpy >=1.19", "python >=3.12,<3.13.0a0"]', 10382710, 'linux-64'),
	(7, 'py311h9f3472d_0', 0, '["numpy >=1.19", "python >=3.11,<3.12.0a0"]', 11776043, 'linux-64'),
	(8, 'pyh3099207_0', 0, '["python >=3.8"]', 119084, 'noarch'),
	(9, 'pyhd8ed1ab_0', 0, '["python >=3.8"]', 7361961, 'noarch'),
	(10, 'cuda118_py311h4ee7bbc_303', 303, '["numpy >=1.19", "python >=3.11,<3.12.0a0"]', 25168870, 'linux-64'),
	(11, 'pyhd8ed1ab_0', 0, '["python >=3.8"]', 73084, 'noarch'),
	(12, 'pyh31011fe_0', 0, '["python >=3.8"]', 49564, 'noarch'),
	(13, 'py311h08b1b3b_0', 0, '["python >=3.11,<3.12.0a0"]', 11205, 'linux-64')
) AS row (package_id, build, number, depends, size, subdir)
JOIN conda_package AS package ON package.id = row.package_id;

INSERT INTO build_conda_package_build (build_id, conda_package_build_id) VALUES
	(2, 2), (2, 8),
	(3, 1), (3, 3), (3, 7),
	(4, 2), (4, 4), (4, 5), (4, 6),
	(6, 2), (6, 5), (6, 8), (6, 9),
	(9, 1), (9, 3), (9, 10),
	(12, 2), (12, 11), (12, 12);

INSERT INTO solve (id, specification_id, scheduled_on, started_on, ended_on) VALUES
	(1, 4, pg_temp.ago('13 days'), pg_temp.ago('12 days 23:59:50'), pg_temp.ago('12 days 23:59:32')),
	(2, 5, pg_temp.ago('3 days'), pg_temp.ago('2 days 23:59:55'), NULL);

INSERT INTO solve_conda_package_build (solve_id, conda_package_build_id) VALUES (1, 2), (1, 4), (1, 5), (1, 6);

-- The first generation grants the users of a namespace a role on whatever matches a pattern; the second one grants the
-- users of the other namespace a role on everything in the first.
INSERT INTO namespace_role_mapping (id, namespace_id, entity, role) VALUES
	(1, 3, 'data-science/notebooks', 'viewer'),
	(2, 2, 'default/*', 'developer');

INSERT INTO namespace_role_mapping_v2 (id, namespace_id, other_namespace_id, role) VALUES
	(1, 3, 2, 'viewer'),
	(2, 2, 1, 'admin');

INSERT INTO keyvaluestore (id, prefix, key, value) VALUES
	(1, 'setting', 'default_namespace', '"default"'),
	(2, 'setting', 'conda_default_channels', '["conda-forge"]'),
	(3, 'setting', 'storage_threshold', '5368709120'),
	(4, 'setting/data-science', 'conda_allowed_channels', '["conda-forge"]'),
	(5, 'setting/data-science', 'conda_required_packages', '["ipykernel"]'),
	(6, 'setting/data-science/gpu-training', 'build_artifacts', '["LOCKFILE", "YAML"]');

INSERT INTO conda_store_configuration (id, disk_usage, free_storage, total_storage) VALUES
	(1, 13139515400, 94234667008, 107374182400);

INSERT INTO worker (id, initialized) VALUES (1, true);

-- The rows above brought their ids along.
SELECT setval(pg_get_serial_sequence(t, 'id'), max_id) FROM (
	SELECT 'namespace' AS t, max(id) AS max_id FROM namespace
	UNION ALL SELECT 'specification', max(id) FROM specification
	UNION ALL SELECT 'environment', max(id) FROM environment
	UNION ALL SELECT 'build', max(id) FROM build
	UNION ALL SELECT 'conda_channel', max(id) FROM conda_channel
	UNION ALL SELECT 'conda_package', max(id) FROM conda_package
	UNION ALL SELECT 'conda_package_build', max(id) FROM conda_package_build
	UNION ALL SELECT 'solve', max(id) FROM solve
	UNION ALL SELECT 'namespace_role_mapping', max(id) FROM namespace_role_mapping
	UNION ALL SELECT 'namespace_role_mapping_v2', max(id) FROM namespace_role_mapping_v2
	UNION ALL SELECT 'keyvaluestore', max(id) FROM keyvaluestore
	UNION ALL SELECT 'conda_store_configuration', max(id) FROM conda_store_configuration
	UNION ALL SELECT 'worker', max(id) FROM worker
) AS ids;

DROP FUNCTION pg_temp.ago(text);
