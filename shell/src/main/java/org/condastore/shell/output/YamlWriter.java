package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A list as a sequence, a single record as a mapping, in one document. */
final class YamlWriter<T> implements RecordWriter<T> {

	private final YamlText yaml;

	private final View<T> view;

	YamlWriter(Sink sink, View<T> view) {
		this.yaml = new YamlText(sink);
		this.view = view;
	}

	@Override
	public void begin() {
		this.yaml.startDocument();
		this.yaml.startSequence();
	}

	@Override
	public void row(T row) {
		mapping(this.view, row);
	}

	@Override
	public void end() {
		this.yaml.endSequence();
		this.yaml.endDocument();
	}

	@Override
	public void single(T one) {
		this.yaml.startDocument();
		mapping(this.view, one);
		this.yaml.endDocument();
	}

	private <R> void mapping(View<R> fields, R record) {
		this.yaml.startMapping();
		for (View.Field<R> field : fields.fields()) {
			this.yaml.text(field.key());
			value(field, field.value().apply(record));
		}
		this.yaml.endMapping();
	}

	@SuppressWarnings("unchecked")
	private void value(View.Field<?> field, @Nullable Object value) {
		if (value == null) {
			this.yaml.plain("null");
			return;
		}
		switch (field.kind()) {
			case TEXT, DIGEST -> this.yaml.text(value.toString());
			case NUMBER, BYTES -> this.yaml.number(Exact.number((Number) value));
			// Text, so that every reader gets the same: some make a date of a plain one.
			case TIME -> this.yaml.text(Exact.time((Instant) value));
			case DURATION -> this.yaml.number(Exact.seconds((Duration) value));
			case FLAG -> this.yaml.plain(value.toString());
			case JSON -> this.yaml.json(value.toString());
			case COLUMNS -> this.yaml.json(JsonText.compact(field, value));
			case TEXTS -> {
				this.yaml.startSequence();
				((List<?>) value).forEach((text) -> this.yaml.text(Objects.toString(text, "")));
				this.yaml.endSequence();
			}
			case ROWS -> {
				this.yaml.startSequence();
				View<Object> nested = (View<Object>) Objects.requireNonNull(field.nested());
				((List<?>) value).forEach((row) -> mapping(nested, row));
				this.yaml.endSequence();
			}
		}
	}

}
