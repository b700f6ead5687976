package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.schema.migration.RecordedCatalogs;
import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;

/** U3. */
final class NamesOfMigrationsAreFree extends UpgradeCheck {

	/** Tables, views, sequences and indexes share their names. */
	private static final String RELATION = "relation";

	private static final Pattern HEADING = Pattern.compile("(table|view|materialized view|sequence|enum) (\\S+)");

	/** An index, which has a name of its own in the schema, as a key has. */
	private static final Pattern INDEX = Pattern
		.compile("(?:constraint (\\S+) (?:PRIMARY KEY|UNIQUE)|CREATE (?:UNIQUE )?INDEX (\\S+)) .*");

	private static final Pattern MEMBER = Pattern.compile("((?:column|constraint) \\S+|'.*').*");

	/** Only for as long as the migration runs. */
	private static final Name PASSING = new Name("conda_package_tmp", RELATION);

	NamesOfMigrationsAreFree(Release release) {
		super(release);
	}

	/**
	 * A name that something else cannot have too.
	 *
	 * @param of the table or type that it belongs to; its own name if it belongs to none
	 * @param thing what it is
	 */
	private record Name(String of, String thing) {
	}

	@Override
	public String id() {
		return "U3";
	}

	@Override
	public String sentence() {
		return "what the migrations will make is not there yet";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Databases that the application made before it had migrations have foreign keys that revision 4 makes
				once more. A downgrade from revision 3 leaves its value in the type buildartifacttype. An upgrade by
				hand, or by parts, leaves tables and columns. Somebody's own table may have the name of a new one.
				""", """
				The migration fails because it is there already. The server runs all migrations of an upgrade in one
				transaction, so nothing of the upgrade is kept, and the server does not start.
				""",
				"""
						What is conda-store's own and makes no difference can go, by the owner of the tables: ALTER TABLE
						build DROP CONSTRAINT build_specification_id_fkey. A table or a column that holds rows has to be looked
						at first, or renamed. If everything of a newer revision is there, only alembic_version is wrong: schema
						stamp writes the right one. A value of a type cannot be dropped, but with it the tables of revision 2 are
						those of revision 3: schema stamp 5ad723de2abd.
						""",
				"""
						Do not drop a table with rows, or with CASCADE.
						""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.version() < release().version();
	}

	@Override
	public Findings find(Examination examination) {
		Map<Name, String> made = made(examination.schema());
		Set<String> dropped = Set.copyOf(MigrationStep.names(steps(examination.schema()), MigrationStep::dropped));
		List<Violation> taken = new ArrayList<>();
		for (Name name : names(SchemaDifference.found(examination.sql()), dropped)) {
			String revision = made.get(name);
			if (revision != null) {
				taken.add(new Violation(name.of(), name.thing(), null,
						"it is there already, and revision %s makes it".formatted(revision)));
			}
		}
		return new Findings(taken.size(), taken).first(examination.limit());
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"the owner of the tables removes or renames what is in the way, or stamps the revision");
	}

	/** What each of the migrations makes, with the revision. */
	private Map<Name, String> made(ExaminedSchema schema) {
		Map<Name, String> made = new LinkedHashMap<>();
		Set<Name> before = names(RecordedCatalogs.of(Revisions.at(schema.version())), Set.of());
		for (Revision revision : Revisions.all()) {
			if (schema.version() < revision.version() && revision.version() <= release().version()) {
				for (Name name : names(RecordedCatalogs.of(revision), Set.of())) {
					if (!before.contains(name)) {
						made.putIfAbsent(name, revision.id());
					}
				}
			}
		}
		if (runs(MigrationStep.KEYS, schema)) {
			made.put(PASSING, Revisions.at(MigrationStep.KEYS).id());
		}
		return made;
	}

	/**
	 * The names in a catalog.
	 * @param without tables whose own names do not count
	 */
	private static Set<Name> names(String catalog, Set<String> without) {
		Set<Name> names = new LinkedHashSet<>();
		String of = "";
		for (String line : catalog.lines().toList()) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				of = heading.group(2);
				if (!without.contains(of)) {
					names.add(new Name(of, heading.group(1).equals("enum") ? "type" : RELATION));
				}
				continue;
			}
			if (without.contains(of)) {
				continue;
			}
			Matcher index = INDEX.matcher(line.strip());
			Matcher member = MEMBER.matcher(line.strip());
			if (index.matches()) {
				names.add(new Name((index.group(1) != null) ? index.group(1) : index.group(2), RELATION));
			}
			else if (member.matches()) {
				names.add(new Name(of, member.group(1)));
			}
		}
		return names;
	}

}
