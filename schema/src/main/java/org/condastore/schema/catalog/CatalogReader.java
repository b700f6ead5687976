package org.condastore.schema.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Dependency;
import org.condastore.schema.catalog.Catalog.EnumType;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database's catalog, on PostgreSQL 15 and newer.
 *
 * <p>
 * What belongs to an extension is left out, and so is what a partition has only because
 * its parent has it. Names are spelled without their schema as far as they are in the one
 * that is read; for that, {@code search_path} is set while reading and put back
 * afterwards.
 */
public final class CatalogReader {

	private static final String RELATIONS = """
			SELECT c.oid, c.relname AS name, c.relkind::text AS kind,
				CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS query,
				array_remove(ARRAY[
					CASE WHEN c.relkind = 'f' THEN 'FOREIGN' END,
					CASE WHEN c.relpersistence = 'u' THEN 'UNLOGGED' END,
					'PARTITION BY ' || pg_get_partkeydef(c.oid),
					(SELECT CASE WHEN c.relispartition THEN 'PARTITION OF ' ELSE 'INHERITS ' END
							|| string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno)
						FROM pg_inherits WHERE inhrelid = c.oid),
					pg_get_expr(c.relpartbound, c.oid),
					'OF ' || nullif(c.reloftype, 0)::regtype,
					'WITH (' || (SELECT string_agg(option, ', ' ORDER BY option)
						FROM unnest(c.reloptions) AS option) || ')',
					CASE WHEN c.relkind <> 'v' THEN CASE c.relreplident
						WHEN 'n' THEN 'REPLICA IDENTITY NOTHING'
						WHEN 'f' THEN 'REPLICA IDENTITY FULL'
						WHEN 'i' THEN 'REPLICA IDENTITY USING INDEX '
							|| (SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = c.oid AND indisreplident)
					END END,
					CASE WHEN c.relrowsecurity THEN 'ROW LEVEL SECURITY' END,
					CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END
				], NULL) AS properties,
				obj_description(c.oid, 'pg_class') AS comment
			FROM pg_class c
			WHERE c.relnamespace = ?::oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
				AND NOT EXISTS (SELECT FROM pg_depend
					WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
			""";

	private static final String COLUMNS = """
			SELECT a.attrelid AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
				a.attnotnull AS not_null, a.attidentity::text || a.attgenerated::text AS generation,
				pg_get_expr(d.adbin, d.adrelid) AS expression,
				array_remove(ARRAY[
					CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
					CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || CASE a.attstorage
						WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
					END,
					'COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
					-- Not set is -1 up to PostgreSQL 16, and null from 17 on.
					'STATISTICS ' || nullif(a.attstattarget, -1),
					'WITH (' || array_to_string(a.attoptions, ', ') || ')'
				], NULL) AS properties,
				col_description(a.attrelid, a.attnum) AS comment
			FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid
			JOIN pg_type t ON t.oid = a.atttypid
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE c.relnamespace = ?::oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
				AND a.attnum > 0 AND NOT a.attisdropped
			ORDER BY a.attrelid, a.attnum
			""";

	/** NOT NULL is a constraint too since PostgreSQL 18; it is read with the column. */
	private static final String CONSTRAINTS = """
			SELECT k.conrelid AS relation, k.conname AS name, k.contype::text AS kind,
				pg_get_constraintdef(k.oid) AS definition,
				ARRAY(SELECT a.attname::text
					FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS columns,
				nullif(k.confrelid, 0)::regclass::text AS referenced_table,
				ARRAY(SELECT a.attname::text
					FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS referenced_columns,
				k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
				obj_description(k.oid, 'pg_constraint') AS comment
			FROM pg_constraint k
			JOIN pg_class c ON c.oid = k.conrelid
			WHERE c.relnamespace = ?::oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
				AND k.conparentid = 0 AND k.conislocal
			""";

	private static final String INDEXES = """
			SELECT i.indrelid AS relation, c.relname AS name, i.indisunique AS is_unique, i.indisvalid AS valid,
				-- The only definition that always has the schema.
				replace(pg_get_indexdef(i.indexrelid),
					c.relnamespace::regnamespace || '.' || quote_ident(t.relname) || ' USING ',
					quote_ident(t.relname) || ' USING ') AS definition,
				ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, false)
					FROM generate_series(1, i.indnkeyatts) AS place ORDER BY place) AS keys,
				pg_get_expr(i.indpred, i.indrelid) AS predicate,
				obj_description(i.indexrelid, 'pg_class') AS comment
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_class t ON t.oid = i.indrelid
			WHERE c.relnamespace = ?::oid
				AND NOT EXISTS (SELECT FROM pg_constraint k
					WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))
				AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = i.indexrelid)
			""";

	private static final String SEQUENCES = """
			SELECT c.relname AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmin,
				s.seqmax, s.seqcache, s.seqcycle, owner.relname AS owner_table, a.attname AS owner_column,
				d.deptype = 'i' AS identity, obj_description(c.oid, 'pg_class') AS comment
			FROM pg_sequence s
			JOIN pg_class c ON c.oid = s.seqrelid
			LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
				AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
			LEFT JOIN pg_class owner ON owner.oid = d.refobjid
			LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
			WHERE c.relnamespace = ?::oid
				AND NOT EXISTS (SELECT FROM pg_depend
					WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
			""";

	private static final String ENUMS = """
			SELECT t.typname AS name,
				ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels,
				obj_description(t.oid, 'pg_type') AS comment
			FROM pg_type t
			WHERE t.typnamespace = ?::oid AND t.typtype = 'e'
				AND NOT EXISTS (SELECT FROM pg_depend
					WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
			""";

	/** What tables and views have besides columns, constraints and indexes. */
	private static final String DEPENDENT_DEFINITIONS = """
			SELECT tgrelid AS relation, 'trigger' AS kind, quote_ident(tgname) AS name,
				pg_get_triggerdef(t.oid, true) || CASE tgenabled
					WHEN 'D' THEN ' DISABLED' WHEN 'R' THEN ' ENABLED REPLICA' WHEN 'A' THEN ' ENABLED ALWAYS' ELSE ''
				END AS text,
				obj_description(t.oid, 'pg_trigger') AS comment
			FROM pg_trigger t
			WHERE NOT tgisinternal AND tgparentid = 0
			UNION ALL
			SELECT ev_class, 'rule', quote_ident(rulename), pg_get_ruledef(oid, true), obj_description(oid, 'pg_rewrite')
			FROM pg_rewrite
			WHERE rulename <> '_RETURN'
			UNION ALL
			SELECT polrelid, 'policy', quote_ident(polname),
				concat_ws(' ', CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
					'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
						WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
					'TO ' || (SELECT string_agg(coalesce(r.rolname, 'public'), ', ' ORDER BY r.rolname)
						FROM unnest(polroles) AS role LEFT JOIN pg_roles r ON r.oid = role),
					'USING (' || pg_get_expr(polqual, polrelid) || ')',
					'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')'),
				obj_description(oid, 'pg_policy')
			FROM pg_policy
			UNION ALL
			SELECT stxrelid, 'statistics', quote_ident(stxname),
				replace(pg_get_statisticsobjdef(oid), stxnamespace::regnamespace || '.', ''),
				obj_description(oid, 'pg_statistic_ext')
			FROM pg_statistic_ext
			""";

	/** What the queries of views are about, themselves apart. */
	private static final String DEPENDENCIES = """
			SELECT r.ev_class AS relation, named.kind, named.name, a.attname AS column
			FROM pg_rewrite r
			JOIN pg_class v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm') AND v.relnamespace = ?::oid
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refobjid <> r.ev_class
			JOIN (SELECT 'pg_class'::regclass AS catalog, oid, relnamespace AS namespace, 'RELATION' AS kind,
						relname AS name
					FROM pg_class
				UNION ALL
				SELECT 'pg_proc'::regclass, oid, pronamespace, 'FUNCTION', proname FROM pg_proc
				UNION ALL
				SELECT 'pg_type'::regclass, oid, typnamespace, 'TYPE', typname FROM pg_type) AS named
				ON named.catalog = d.refclassid AND named.oid = d.refobjid AND named.namespace = v.relnamespace
			LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND a.attrelid = d.refobjid
				AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
			WHERE r.rulename = '_RETURN'
			GROUP BY r.ev_class, named.kind, named.name, a.attname
			""";

	/**
	 * Domains, composite and range types, functions, procedures and aggregates. The
	 * constructors of a range type depend on it internally and are left out later.
	 */
	private static final String DEFINITIONS = """
			SELECT 'pg_type'::regclass AS catalog, t.oid, 'domain' AS kind, quote_ident(t.typname) AS name,
				concat_ws(' ', 'AS ' || format_type(t.typbasetype, t.typtypmod),
					'COLLATE ' || CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation END,
					'DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
					(SELECT string_agg('CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(k.oid), ' '
							ORDER BY conname)
						FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')) AS text
			FROM pg_type t
			JOIN pg_type b ON b.oid = t.typbasetype
			WHERE t.typnamespace = ?::oid AND t.typtype = 'd'
			UNION ALL
			SELECT 'pg_type'::regclass, t.oid, 'type', quote_ident(t.typname),
				'AS (' || (SELECT coalesce(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', '
						ORDER BY a.attnum), '')
					FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) || ')'
			FROM pg_type t
			JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
			WHERE t.typnamespace = ?::oid
			UNION ALL
			SELECT 'pg_type'::regclass, t.oid, 'type', quote_ident(t.typname),
				'AS RANGE (subtype = ' || format_type(r.rngsubtype, NULL) || ')'
			FROM pg_type t
			JOIN pg_range r ON r.rngtypid = t.oid
			WHERE t.typnamespace = ?::oid
			UNION ALL
			SELECT 'pg_proc'::regclass, p.oid,
				CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
				quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
				CASE WHEN p.prokind = 'a'
					THEN (SELECT concat_ws(' ', 'SFUNC = ' || aggtransfn, 'STYPE = ' || format_type(aggtranstype, NULL),
							'FINALFUNC = ' || nullif(aggfinalfn, 0), 'INITCOND = ' || quote_literal(agginitval))
						FROM pg_aggregate WHERE aggfnoid = p.oid)
					ELSE replace(pg_get_functiondef(CASE WHEN p.prokind <> 'a' THEN p.oid END),
						quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(', quote_ident(p.proname) || '(')
				END
			FROM pg_proc p
			JOIN pg_namespace n ON n.oid = p.pronamespace
			WHERE p.pronamespace = ?::oid
			""";

	private static final String IS_EMPTY = """
			SELECT NOT EXISTS (SELECT
				FROM (SELECT 'pg_class'::regclass AS catalog, oid
						FROM pg_class
						WHERE relnamespace = n.oid AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
					UNION ALL
					SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = n.oid
					UNION ALL
					SELECT 'pg_type'::regclass, oid
						FROM pg_type
						WHERE typnamespace = n.oid AND typtype IN ('e', 'd', 'r')) AS thing
				WHERE NOT EXISTS (SELECT FROM pg_depend
					WHERE classid = thing.catalog AND objid = thing.oid AND deptype = 'e'))
			FROM pg_namespace n
			WHERE n.nspname = current_schema()
			""";

	private final DSLContext db;

	/**
	 * Makes a reader; nothing is read yet.
	 * @param db the database. Read inside a REPEATABLE READ transaction if the schema may
	 * change at the same time
	 */
	public CatalogReader(DSLContext db) {
		this.db = db;
	}

	/**
	 * Asks whether the schema in which unqualified statements make their tables holds
	 * nothing, which is faster than to read it.
	 * @return true if {@link #read()} would find nothing. A composite type that belongs
	 * to an extension counts as something
	 * @throws DataAccessException if the database cannot be read, or has no such schema
	 */
	public boolean findsNothing() {
		return this.db.fetchSingle(IS_EMPTY).get(0, Boolean.class);
	}

	/**
	 * Reads the schema in which unqualified statements make their tables, which is
	 * {@code public} by default.
	 * @return the catalog
	 * @throws DataAccessException if the database cannot be read, or has no such schema
	 */
	public Catalog read() {
		String schema = this.db.fetchSingle("SELECT current_schema()::text").get(0, String.class);
		if (schema == null) {
			throw new DataAccessException("no schema of the search_path exists");
		}
		return read(schema);
	}

	/**
	 * Reads one schema.
	 * @param schema its name, without quotes
	 * @return the catalog
	 * @throws DataAccessException if the database cannot be read, or has no such schema
	 */
	public Catalog read(String schema) {
		return this.db.connectionResult((connection) -> read(DSL.using(connection, this.db.settings()), schema));
	}

	private static Catalog read(DSLContext connection, String schema) {
		String before = connection.fetchSingle("SELECT current_setting('search_path')").get(0, String.class);
		Long namespace = connection.fetchOptional("SELECT oid FROM pg_namespace WHERE nspname = ?", schema)
			.map((row) -> row.get(0, Long.class))
			.orElseThrow(() -> new DataAccessException("there is no schema " + schema));
		connection.fetch("SELECT set_config('search_path', quote_ident(?), false)", schema);
		Catalog catalog;
		try {
			catalog = read(connection, namespace);
		}
		catch (DataAccessException ex) {
			try {
				connection.fetch("SELECT set_config('search_path', ?, false)", before);
			}
			catch (DataAccessException failedTransaction) {
				// Its end puts the search_path back.
				ex.addSuppressed(failedTransaction);
			}
			throw ex;
		}
		connection.fetch("SELECT set_config('search_path', ?, false)", before);
		return catalog;
	}

	private static Catalog read(DSLContext connection, Long namespace) {
		Map<Long, List<Column>> columns = new LinkedHashMap<>();
		for (Record row : connection.fetch(COLUMNS, namespace)) {
			List<Column> siblings = columns.computeIfAbsent(row.get("relation", Long.class),
					(key) -> new ArrayList<>());
			siblings.add(column(row, siblings.size() + 1));
		}
		Map<Long, List<Constraint>> constraints = byRelation(connection, CONSTRAINTS, namespace,
				CatalogReader::constraint, Constraint::name);
		Map<Long, List<Index>> indexes = byRelation(connection, INDEXES, namespace, CatalogReader::index, Index::name);
		Map<Long, List<Definition>> definitions = byRelation(connection, DEPENDENT_DEFINITIONS, null,
				CatalogReader::definition, (definition) -> definition.kind() + ' ' + definition.name());

		Map<Long, List<Dependency>> dependencies = byRelation(connection, DEPENDENCIES, namespace,
				CatalogReader::dependency, Dependency::toString);

		List<Table> tables = new ArrayList<>();
		List<View> views = new ArrayList<>();
		for (Record row : connection.fetch(RELATIONS, namespace)) {
			Long relation = row.get("oid", Long.class);
			String name = text(row, "name");
			List<String> properties = texts(row, "properties");
			String comment = row.get("comment", String.class);
			List<Column> itsColumns = columns.getOrDefault(relation, List.of());
			List<Index> itsIndexes = indexes.getOrDefault(relation, List.of());
			List<Definition> itsDefinitions = definitions.getOrDefault(relation, List.of());
			String query = row.get("query", String.class);
			if (query != null) {
				views.add(new View(name, text(row, "kind").equals("m"), properties, query, itsColumns, itsIndexes,
						itsDefinitions, dependencies.getOrDefault(relation, List.of()), comment));
			}
			else {
				tables.add(new Table(name, properties, itsColumns, constraints.getOrDefault(relation, List.of()),
						itsIndexes, itsDefinitions, comment));
			}
		}
		tables.sort(Comparator.comparing(Table::name));
		views.sort(Comparator.comparing(View::name));
		List<Definition> others = connection.fetch("""
				SELECT kind, name, text, obj_description(oid, catalog::text) AS comment
				FROM (%s) AS definition
				WHERE NOT EXISTS (SELECT FROM pg_depend
					WHERE classid = catalog AND objid = definition.oid AND deptype IN ('e', 'i'))
				""".formatted(DEFINITIONS), namespace, namespace, namespace, namespace).map(CatalogReader::definition);
		return new Catalog(tables, views,
				sorted(connection.fetch(SEQUENCES, namespace).map(CatalogReader::sequence), Sequence::name),
				sorted(connection.fetch(ENUMS, namespace).map(CatalogReader::enumType), EnumType::name),
				sorted(others, (definition) -> definition.kind() + ' ' + definition.name()));
	}

	private static <T> Map<Long, List<T>> byRelation(DSLContext connection, String query, @Nullable Long namespace,
			Function<Record, T> mapper, Function<T, String> name) {
		Map<Long, List<T>> byRelation = new LinkedHashMap<>();
		for (Record row : (namespace != null) ? connection.fetch(query, namespace) : connection.fetch(query)) {
			byRelation.computeIfAbsent(row.get("relation", Long.class), (key) -> new ArrayList<>())
				.add(mapper.apply(row));
		}
		byRelation.replaceAll((relation, things) -> sorted(things, name));
		return byRelation;
	}

	/** In the order of code points: the database's own depends on its collation. */
	private static <T> List<T> sorted(List<T> things, Function<T, String> name) {
		return things.stream().sorted(Comparator.comparing(name)).toList();
	}

	private static Column column(Record row, int position) {
		Generation generation = switch (text(row, "generation")) {
			case "a" -> Generation.IDENTITY_ALWAYS;
			case "d" -> Generation.IDENTITY_BY_DEFAULT;
			case "s" -> Generation.STORED;
			case "v" -> Generation.VIRTUAL;
			default -> Generation.DEFAULT;
		};
		return new Column(position, text(row, "name"), text(row, "type"), flag(row, "not_null"),
				row.get("expression", String.class), generation, texts(row, "properties"),
				row.get("comment", String.class));
	}

	private static Constraint constraint(Record row) {
		Constraint.Kind kind = switch (text(row, "kind")) {
			case "p" -> Constraint.Kind.PRIMARY_KEY;
			case "u" -> Constraint.Kind.UNIQUE;
			case "f" -> Constraint.Kind.FOREIGN_KEY;
			case "c" -> Constraint.Kind.CHECK;
			default -> Constraint.Kind.EXCLUSION;
		};
		String table = row.get("referenced_table", String.class);
		Reference reference = (table != null) ? new Reference(table, texts(row, "referenced_columns"),
				Action.of(text(row, "on_delete")), Action.of(text(row, "on_update"))) : null;
		return new Constraint(text(row, "name"), kind, text(row, "definition"), texts(row, "columns"), reference,
				row.get("comment", String.class));
	}

	private static Index index(Record row) {
		return new Index(text(row, "name"), flag(row, "is_unique"), flag(row, "valid"), text(row, "definition"),
				texts(row, "keys"), row.get("predicate", String.class), row.get("comment", String.class));
	}

	private static Sequence sequence(Record row) {
		String ownerTable = row.get("owner_table", String.class);
		Owner owner = (ownerTable != null) ? new Owner(ownerTable, text(row, "owner_column"), flag(row, "identity"))
				: null;
		return new Sequence(text(row, "name"), text(row, "type"), number(row, "seqstart"), number(row, "seqincrement"),
				number(row, "seqmin"), number(row, "seqmax"), number(row, "seqcache"), flag(row, "seqcycle"), owner,
				row.get("comment", String.class));
	}

	private static EnumType enumType(Record row) {
		return new EnumType(text(row, "name"), texts(row, "labels"), row.get("comment", String.class));
	}

	private static Dependency dependency(Record row) {
		return new Dependency(Dependency.Referent.valueOf(text(row, "kind")), text(row, "name"),
				row.get("column", String.class));
	}

	private static Definition definition(Record row) {
		return new Definition(text(row, "kind"), text(row, "name"), text(row, "text"),
				row.get("comment", String.class));
	}

	private static String text(Record row, String field) {
		return row.get(field, String.class);
	}

	private static boolean flag(Record row, String field) {
		return row.get(field, Boolean.class);
	}

	private static long number(Record row, String field) {
		return row.get(field, Long.class);
	}

	private static List<String> texts(Record row, String field) {
		return List.of(row.get(field, String[].class));
	}

}
