package org.condastore.shell.role;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.jooq.tables.Namespace;
import org.condastore.shell.listing.FuzzyName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record7;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.replace;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.splitPart;
import static org.jooq.impl.DSL.val;

/** All SQL about roles. */
public final class RoleRepository {

	private static final Namespace HOLDER_NAMESPACE = NAMESPACE.as("holder_namespace");

	private static final Namespace TARGET_NAMESPACE = NAMESPACE.as("target_namespace");

	/**
	 * Both generations as one table. In the first one {@code namespace_id} is the holder,
	 * in the second one the target. Deleted namespaces are in it: conda-store does not
	 * look at {@code deleted_on} here.
	 */
	private static final Table<?> MAPPINGS = select(inline(1).as("generation"), NAMESPACE_ROLE_MAPPING.ID.as("id"),
			HOLDER_NAMESPACE.NAME.as("holder"), NAMESPACE_ROLE_MAPPING.ENTITY.as("entity"),
			castNull(SQLDataType.VARCHAR).as("target"), NAMESPACE_ROLE_MAPPING.ROLE.as("role"),
			NAMESPACE_ROLE_MAPPING.ID.as("number"))
		.from(NAMESPACE_ROLE_MAPPING)
		.join(HOLDER_NAMESPACE)
		.on(HOLDER_NAMESPACE.ID.eq(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID))
		.unionAll(select(inline(2), NAMESPACE_ROLE_MAPPING_V2.ID, HOLDER_NAMESPACE.NAME,
				concat(TARGET_NAMESPACE.NAME, inline("/*")), TARGET_NAMESPACE.NAME, NAMESPACE_ROLE_MAPPING_V2.ROLE,
				NAMESPACE_ROLE_MAPPING_V2.ID.neg())
			.from(NAMESPACE_ROLE_MAPPING_V2)
			.join(HOLDER_NAMESPACE)
			.on(HOLDER_NAMESPACE.ID.eq(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID))
			.join(TARGET_NAMESPACE)
			.on(TARGET_NAMESPACE.ID.eq(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID)))
		.asTable("mappings");

	private static final Field<Integer> GENERATION = column("generation", Integer.class);

	private static final Field<Integer> ID = column("id", Integer.class);

	private static final Field<String> HOLDER = column("holder", String.class);

	private static final Field<String> ENTITY = column("entity", String.class);

	private static final Field<String> TARGET = column("target", String.class);

	private static final Field<String> ROLE = column("role", String.class);

	/** Unique over both generations: the ids of the second one are negative. */
	private static final Field<Integer> NUMBER = column("number", Integer.class);

	private static final SortKeys SORT_KEYS = SortKeys.by("holder", List.of(HOLDER, GENERATION, ID), NUMBER)
		.or("id", ID, GENERATION)
		.or("generation", GENERATION, ID)
		.or("entity", ENTITY)
		.or("role", ROLE);

	private final DSLContext db;

	private final NamespaceRepository namespaces;

	public RoleRepository(DSLContext db) {
		this.db = db;
		this.namespaces = new NamespaceRepository(db);
	}

	/** What {@code role list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Role mappings.
	 * @param namespace only where it holds the role, or the role is on it; null for all
	 * @param role only this one; null for all
	 * @param generation only this one; null for both
	 * @throws org.condastore.shell.failure.CommandFailure {@code PRECONDITION} if there
	 * is no such namespace
	 */
	Rows<RoleMapping> list(@Nullable NamespaceName namespace, @Nullable String role, @Nullable Generation generation,
			Listing listing) {
		if (namespace != null) {
			this.namespaces.id(namespace);
		}
		Condition filter = ((namespace != null) ? HOLDER.eq(namespace.value()).or(isOn(namespace)) : noCondition())
			.and((role != null) ? ROLE.eq(role) : noCondition())
			.and((generation != null) ? GENERATION.eq(generation.number()) : noCondition());
		return Pages.of((after) -> mappings(filter).and(after), SORT_KEYS, listing, RoleRepository::mapping);
	}

	/** The rows of one holder, of both generations. */
	List<RoleMapping> heldBy(NamespaceName holder) {
		return mappings(HOLDER.eq(holder.value())).fetch(RoleRepository::mapping);
	}

	/** The rows of all holders. */
	List<RoleMapping> all(Generation generation) {
		return mappings(GENERATION.eq(generation.number())).fetch(RoleRepository::mapping);
	}

	/**
	 * What has to be said beside an explanation.
	 * @param version which generation is explained
	 * @param holder null for everybody
	 * @throws org.condastore.shell.failure.CommandFailure {@code PRECONDITION} if one of
	 * the namespaces does not exist
	 */
	List<String> remarks(RoleTarget target, Generation version, @Nullable NamespaceName holder) {
		List<String> remarks = new ArrayList<>();
		if (holder != null && deleted(holder)) {
			remarks.add("namespace %s is marked as deleted, its roles apply all the same".formatted(holder));
		}
		if (deleted(target.namespace())) {
			remarks
				.add("namespace %s is marked as deleted, roles on it apply all the same".formatted(target.namespace()));
		}
		if (target.environment() != null && !exists(target.namespace(), target.environment())) {
			remarks.add("there is no environment %s yet".formatted(target));
		}
		if (holder == null && this.db.fetchExists(mappings(GENERATION.eq(version.other().number())))) {
			remarks.add("there are role mappings of generation %1$s too; --role-mappings-version %1$s explains those"
				.formatted(version.other()));
		}
		remarks.add("roles from conda-store's configuration and from users' tokens come on top; for the same entity"
				+ " the database decides");
		return remarks;
	}

	/**
	 * On what roles are granted, for completion: the entities that are stored, and all of
	 * each live namespace.
	 * @param holder only those of this one; null for all, with the namespaces
	 */
	public List<NameSource.Name> entities(@Nullable String holder, String typed, int limit) {
		FuzzyName fuzzy = new FuzzyName(typed);
		Table<Record1<String>> stored = this.db.selectDistinct(ENTITY)
			.from(MAPPINGS)
			.where(ENTITY.isNotNull(), (holder != null) ? HOLDER.eq(holder) : noCondition())
			.union(select(concat(NAMESPACE.NAME, inline("/*"))).from(NAMESPACE)
				.where(NAMESPACE.DELETED_ON.isNull(), (holder != null) ? falseCondition() : noCondition()))
			.asTable("entities");
		Field<String> entity = DSL.field(DSL.name("entities", ENTITY.getName()), String.class);
		return this.db.select(entity)
			.from(stored)
			.where(fuzzy.matches(entity))
			.orderBy(fuzzy.rank(entity), entity)
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(), ""));
	}

	private SelectConditionStep<Record7<Integer, Integer, String, String, String, String, Integer>> mappings(
			Condition filter) {
		return this.db.select(GENERATION, ID, HOLDER, ENTITY, TARGET, ROLE, NUMBER).from(MAPPINGS).where(filter);
	}

	private boolean deleted(NamespaceName name) {
		return this.db.fetchExists(NAMESPACE, NAMESPACE.ID.eq(this.namespaces.id(name)),
				NAMESPACE.DELETED_ON.isNotNull());
	}

	private boolean exists(NamespaceName namespace, String environment) {
		return this.db.fetchExists(select(ENVIRONMENT.ID).from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(NAMESPACE.NAME.eq(namespace.value()), ENVIRONMENT.NAME.eq(environment)));
	}

	/**
	 * Whether a row's entity covers a namespace. The pattern becomes one of LIKE: its
	 * stars and dots, the rest as it is.
	 */
	private static Condition isOn(NamespaceName namespace) {
		Field<String> escaped = replace(replace(replace(splitPart(ENTITY, "/", 1), "!", "!!"), "%", "!%"), "_", "!_");
		return val(namespace.value()).like(replace(replace(escaped, "*", "%"), ".", "_"), '!');
	}

	private static RoleMapping mapping(Record7<Integer, Integer, String, String, String, String, Integer> row) {
		return new RoleMapping(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6());
	}

	private static <T> Field<T> column(String name, Class<T> type) {
		Field<T> column = MAPPINGS.field(name, type);
		if (column == null) {
			throw new IllegalStateException("mappings has no " + name);
		}
		return column;
	}

}
