package org.condastore.shell.change;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Plans in a file: looked at by one person, carried out by another one or later. It holds
 * its own hash, so that what is carried out is what was saved.
 *
 * <p>
 * The file of one plan is that plan (format 1). That of several (format 2) holds them in
 * the order in which they are carried out, each as it would be alone.
 */
final class PlanFile {

	private static final int FORMAT = 1;

	private static final int SEVERAL = 2;

	private static final JsonFactory FACTORY = new JsonFactory();

	private final Path path;

	PlanFile(Path path) {
		this.path = path;
	}

	/**
	 * What a file holds.
	 *
	 * @param change what the plans are together, in words
	 * @param plans one or more, in the order in which they are carried out
	 */
	record Content(String change, List<Plan> plans) {

		Content {
			plans = List.copyOf(plans);
		}

		String hash() {
			return new Digest().add(this.change).add(this.plans.stream().map(PlanFile::hash).toList()).hex();
		}

	}

	/**
	 * Writes it; what was in the file is lost.
	 * @param change what the plans are together, in words
	 * @param plans one or more
	 * @throws CommandFailure {@code USAGE} if the file cannot be written
	 */
	void save(String change, List<Plan> plans) {
		try (BufferedWriter writer = Files.newBufferedWriter(this.path);
				JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), writer)) {
			if (plans.size() == 1) {
				write(json, plans.get(0));
			}
			else {
				Content content = new Content(change, plans);
				json.writeStartObject();
				json.writeNumberProperty("format", SEVERAL);
				json.writeStringProperty("change", change);
				json.writeName("plans");
				json.writeStartArray();
				plans.forEach((plan) -> write(json, plan));
				json.writeEndArray();
				json.writeStringProperty("hash", content.hash());
				json.writeEndObject();
			}
			json.writeRaw('\n');
		}
		catch (IOException ex) {
			throw CommandFailure.usage("the plan cannot be written to %s".formatted(this.path),
					"--save takes the path of a file in a directory that you may write to");
		}
	}

	/**
	 * Reads what {@link #save} wrote.
	 * @throws CommandFailure {@code USAGE} if it is something else, or was edited
	 */
	Content read() {
		Object document = StoredJson.read(text()).map(StoredJson::value).orElse(null);
		try {
			Map<?, ?> file = map(document);
			boolean one = !String.valueOf(file.get("format")).equals(String.valueOf(SEVERAL));
			Content content = one ? content(plan(file)) : content(file);
			if (!(one ? hash(content.plans().get(0)) : content.hash()).equals(file.get("hash"))) {
				throw CommandFailure.usage("the plan in %s was edited".formatted(this.path),
						"make it again with --dry-run --save");
			}
			return content;
		}
		catch (ClassCastException | IllegalArgumentException | NullPointerException notAPlan) {
			throw notAPlan();
		}
	}

	private static Content content(Plan plan) {
		return new Content(plan.change(), List.of(plan));
	}

	private Content content(Map<?, ?> file) {
		List<Plan> plans = new ArrayList<>();
		list(file.get("plans")).forEach((plan) -> plans.add(plan(map(plan))));
		if (plans.isEmpty()) {
			throw notAPlan();
		}
		return new Content(text(file.get("change")), plans);
	}

	private String text() {
		try {
			return Files.readString(this.path);
		}
		catch (NoSuchFileException ex) {
			throw CommandFailure.usage("there is no file %s".formatted(this.path), "--dry-run --save makes one");
		}
		catch (CharacterCodingException ex) {
			throw notAPlan();
		}
		catch (IOException ex) {
			throw CommandFailure.usage("%s cannot be read".formatted(this.path),
					"check that it is a file and that you may read it");
		}
	}

	private CommandFailure notAPlan() {
		return CommandFailure.usage("%s is not a saved plan".formatted(this.path), "--dry-run --save makes one");
	}

	private Plan plan(Map<?, ?> document) {
		if (!String.valueOf(document.get("format")).equals(String.valueOf(FORMAT))) {
			throw notAPlan();
		}
		Set<Guard> guards = EnumSet.noneOf(Guard.class);
		for (String guard : texts(document.get("guards"))) {
			guards.add(Optional.ofNullable(Guard.of(guard)).orElseThrow(this::notAPlan));
		}
		return new Plan(text(document.get("change")), text(document.get("subject")), sets(document.get("sets")),
				sets(document.get("required")), texts(document.get("follow_up")), guards);
	}

	private List<RowSet> sets(@Nullable Object elements) {
		List<RowSet> sets = new ArrayList<>();
		for (Object element : list(elements)) {
			Map<?, ?> set = map(element);
			List<String> before = texts(set.get("before"));
			List<String> after = texts(set.get("after"));
			Tuples rows = new Tuples();
			for (Object row : list(set.get("rows"))) {
				@Nullable String[] tuple = list(row).toArray(String[]::new);
				if (tuple.length != before.size() + after.size()) {
					throw notAPlan();
				}
				rows.add(tuple);
			}
			sets.add(new RowSet(text(set.get("table")), Operation.of(text(set.get("operation"))), texts(set.get("key")),
					before, after, rows));
		}
		return sets;
	}

	private static void write(JsonGenerator json, Plan plan) {
		json.writeStartObject();
		json.writeNumberProperty("format", FORMAT);
		json.writeStringProperty("change", plan.change());
		json.writeStringProperty("subject", plan.subject());
		texts(json, "follow_up", plan.followUp());
		texts(json, "guards", plan.guards().stream().map(Guard::toString).sorted().toList());
		sets(json, "sets", plan.sets());
		sets(json, "required", plan.required());
		json.writeStringProperty("hash", hash(plan));
		json.writeEndObject();
	}

	private static String hash(Plan plan) {
		return new Digest().add(plan.change())
			.add(plan.subject())
			.add(plan.followUp())
			.add(plan.guards().stream().map(Guard::toString).sorted().toList())
			.add(RowsHash.of(plan.sets()))
			.add(RowsHash.of(plan.required()))
			.hex();
	}

	private static void sets(JsonGenerator json, String name, List<RowSet> sets) {
		json.writeName(name);
		json.writeStartArray();
		for (RowSet set : sets) {
			json.writeStartObject();
			json.writeStringProperty("table", set.table());
			json.writeStringProperty("operation", set.operation().toString());
			texts(json, "key", set.key());
			texts(json, "before", set.before());
			texts(json, "after", set.after());
			json.writeName("rows");
			json.writeStartArray();
			for (@Nullable
			String[] row : set.rows()) {
				json.writeRaw('\n');
				json.writeStartArray();
				for (String value : row) {
					json.writeString(value);
				}
				json.writeEndArray();
			}
			json.writeEndArray();
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	private static void texts(JsonGenerator json, String name, List<String> texts) {
		json.writeName(name);
		json.writeStartArray();
		texts.forEach(json::writeString);
		json.writeEndArray();
	}

	private static Map<?, ?> map(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw new ClassCastException("not an object");
	}

	private static List<?> list(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		throw new ClassCastException("not an array");
	}

	private static String text(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new ClassCastException("not a text");
	}

	private static List<String> texts(@Nullable Object value) {
		return list(value).stream().map(PlanFile::text).toList();
	}

}
