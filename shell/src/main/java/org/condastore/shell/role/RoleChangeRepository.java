package org.condastore.shell.role;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

/**
 * What changes of roles mean in rows.
 *
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/orm.py">
 * NamespaceRoleMapping and NamespaceRoleMappingV2</a>
 */
public final class RoleChangeRepository {

	private static final String BLOCKED = "namespace %1$s is marked as deleted, and no worker could remove it while role"
			+ " mappings were left on it: DELETE /api/v1/namespace/%1$s/ makes one try again";

	private static final Generation FIRST = new Generation(1);

	private static final Generation SECOND = new Generation(2);

	/**
	 * A namespace gets a role. It is no error if it has it already.
	 * @param asked the generation; null to choose the one that has such a row already, or
	 * else the only one that has rows and can say it, or else the first
	 */
	void grant(Planning planning, NamespaceName holder, RoleEntity entity, RoleName role, @Nullable Generation asked) {
		int holderId = live(planning, holder);
		Generation generation = generation(planning, holderId, entity, asked);
		Mappings mappings = Mappings.of(generation, holderId, List.of(entity.value()));
		List<String> held = planning.sql()
			.selectDistinct(mappings.role())
			.from(mappings.table())
			.where(mappings.where())
			.fetch(mappings.role());
		if (!held.isEmpty() && !held.equals(List.of(role.value()))) {
			throw CommandFailure.precondition(
					"%s is %s on %s already".formatted(holder, String.join(" and ", held), entity),
					"role set %s '%s' %s changes that".formatted(holder, entity, role));
		}
		planning.subject(mappings.table());
		if (held.isEmpty()) {
			insert(planning, generation, holderId, holder, entity, role);
			remark(planning, generation);
		}
	}

	/** The rows of a mapping get another role. */
	void set(Planning planning, NamespaceName holder, RoleEntity entity, RoleName role, @Nullable Generation asked) {
		int holderId = new NamespaceRepository(planning.sql()).id(holder);
		Mappings mappings = existing(planning, holderId, holder, List.of(entity.value()), asked)
			.orElseThrow(() -> missing(holder, entity.value(), "role grant %s '%s' %s makes one", role.value()));
		planning.subject(mappings.table());
		if (planning.update(mappings.table(), mappings.where(), Assignments.set(mappings.role(), role.value()),
				mappings.guarded().toArray(Field<?>[]::new)) > 0) {
			remark(planning, mappings.generation());
		}
	}

	/**
	 * A namespace loses a role.
	 * @param entity as stored, even if it is none that could be granted; a namespace
	 * alone means all of it
	 */
	void revoke(Planning planning, NamespaceName holder, String entity, @Nullable Generation asked) {
		int holderId = new NamespaceRepository(planning.sql()).id(holder);
		List<String> meant = (entity.indexOf('/') < 0) ? List.of(entity, entity + "/*") : List.of(entity);
		Mappings mappings = existing(planning, holderId, holder, meant, asked)
			.orElseThrow(() -> missing(holder, entity, "role list --namespace %s shows what it has", ""));
		planning.subject(mappings.table());
		planning.delete(mappings.table(), mappings.where());
		remark(planning, mappings.generation());
		deletedNamespaces(planning, mappings, holderId).forEach((name) -> planning.followUp(BLOCKED.formatted(name)));
	}

	/**
	 * The rows of one generation by which a namespace has a role on something.
	 *
	 * @param where which rows
	 * @param guarded columns that say so
	 */
	private record Mappings(Generation generation, Table<?> table, Condition where, Field<String> role,
			List<Field<?>> guarded) {

		static Mappings of(Generation generation, int holder, List<String> entities) {
			if (generation.number() == 1) {
				return new Mappings(generation, NAMESPACE_ROLE_MAPPING,
						NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(holder).and(NAMESPACE_ROLE_MAPPING.ENTITY.in(entities)),
						NAMESPACE_ROLE_MAPPING.ROLE,
						List.of(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID, NAMESPACE_ROLE_MAPPING.ENTITY));
			}
			return new Mappings(generation, NAMESPACE_ROLE_MAPPING_V2,
					NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID.eq(holder)
						.and(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.in(select(NAMESPACE.ID).from(NAMESPACE)
							.where(concat(NAMESPACE.NAME, inline("/*")).in(entities)))),
					NAMESPACE_ROLE_MAPPING_V2.ROLE,
					List.of(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID, NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID));
		}

		boolean exist(Planning planning) {
			return planning.sql().fetchExists(this.table, this.where);
		}

	}

	private static void insert(Planning planning, Generation generation, int holderId, NamespaceName holder,
			RoleEntity entity, RoleName role) {
		if (generation.number() == 1) {
			planning.insert(NAMESPACE_ROLE_MAPPING,
					Assignments.set(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID, holderId)
						.and(NAMESPACE_ROLE_MAPPING.ENTITY, entity.value())
						.and(NAMESPACE_ROLE_MAPPING.ROLE, role.value()));
			planning.guard(Guard.ONE_ROW_PER_ENTITY);
			entity.namespace()
				.filter((name) -> !planning.sql().fetchExists(NAMESPACE, NAMESPACE.NAME.eq(name.value())))
				.ifPresent((name) -> planning
					.followUp("there is no namespace %s yet: the role counts once there is one".formatted(name)));
			return;
		}
		NamespaceName target = entity.namespace().orElseThrow();
		int targetId = live(planning, target);
		if (targetId == holderId) {
			throw CommandFailure.usage("%s cannot hold a role on itself in generation 2".formatted(holder),
					"a user is admin of the own namespace by the token; --generation 1 grants another role on it");
		}
		planning.insert(NAMESPACE_ROLE_MAPPING_V2,
				Assignments.set(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID, targetId)
					.and(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID, holderId)
					.and(NAMESPACE_ROLE_MAPPING_V2.ROLE, role.value()));
	}

	private static Generation generation(Planning planning, int holder, RoleEntity entity, @Nullable Generation asked) {
		boolean namespace = entity.namespace().isPresent();
		if (asked != null) {
			if (asked.number() == 2 && !namespace) {
				throw CommandFailure.usage("a row of generation 2 cannot say %s".formatted(entity),
						"name a whole namespace, or use --generation 1");
			}
			return asked;
		}
		List<String> entities = List.of(entity.value());
		boolean first = Mappings.of(FIRST, holder, entities).exist(planning);
		boolean second = Mappings.of(SECOND, holder, entities).exist(planning);
		if (first != second) {
			return first ? FIRST : SECOND;
		}
		boolean onlySecond = planning.sql().fetchExists(NAMESPACE_ROLE_MAPPING_V2)
				&& !planning.sql().fetchExists(NAMESPACE_ROLE_MAPPING);
		return (namespace && onlySecond) ? SECOND : FIRST;
	}

	/**
	 * The rows that are there.
	 * @throws CommandFailure {@code PRECONDITION} if there are some of both generations
	 * and nobody said which ones are meant
	 */
	private static Optional<Mappings> existing(Planning planning, int holderId, NamespaceName holder,
			List<String> entities, @Nullable Generation asked) {
		List<Mappings> found = ((asked != null) ? List.of(asked) : List.of(FIRST, SECOND)).stream()
			.map((generation) -> Mappings.of(generation, holderId, entities))
			.filter((mappings) -> mappings.exist(planning))
			.toList();
		if (found.size() > 1) {
			throw CommandFailure.precondition(
					"%s has a role on %s in both generations".formatted(holder, entities.get(entities.size() - 1)),
					"say which one with --generation 1 or --generation 2");
		}
		return found.stream().findFirst();
	}

	private static CommandFailure missing(NamespaceName holder, String entity, String hint, String role) {
		return CommandFailure.notFound("%s has no role on %s".formatted(holder, entity),
				hint.formatted(holder, entity, role));
	}

	/** What conda-store and its surroundings make of it. */
	private static void remark(Planning planning, Generation generation) {
		boolean both = planning.sql()
			.fetchExists((generation.number() == 1) ? NAMESPACE_ROLE_MAPPING_V2 : NAMESPACE_ROLE_MAPPING);
		if (both) {
			planning.followUp("conda-store reads one generation only: see that"
					+ " RBACAuthorizationBackend.role_mappings_version is %s in its configuration"
						.formatted(generation));
		}
		if (generation.number() == 2) {
			planning.followUp("where Nebari runs conda-store, change it in Keycloak too: Nebari writes a user's rows of"
					+ " generation 2 anew at each login");
		}
	}

	/** The names of the deleted namespaces that the rows refer to. */
	private static List<String> deletedNamespaces(Planning planning, Mappings mappings, int holder) {
		Condition target = (mappings.generation().number() == 2) ? NAMESPACE.ID
			.in(select(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID).from(NAMESPACE_ROLE_MAPPING_V2).where(mappings.where()))
				: falseCondition();
		return planning.sql()
			.select(NAMESPACE.NAME)
			.from(NAMESPACE)
			.where(NAMESPACE.DELETED_ON.isNotNull(), NAMESPACE.ID.eq(holder).or(target))
			.orderBy(NAMESPACE.NAME)
			.fetch(NAMESPACE.NAME);
	}

	/**
	 * The id of a namespace that is not marked as deleted: a worker cannot remove one
	 * that a role mapping refers to.
	 */
	private static int live(Planning planning, NamespaceName name) {
		int id = new NamespaceRepository(planning.sql()).id(name);
		LocalDateTime deleted = planning.sql()
			.select(NAMESPACE.DELETED_ON)
			.from(NAMESPACE)
			.where(NAMESPACE.ID.eq(id))
			.fetchOne(NAMESPACE.DELETED_ON);
		if (deleted != null) {
			throw CommandFailure.precondition(
					"the namespace %s was deleted on %s".formatted(name, StoredTime.instant(deleted)),
					"namespace restore %s takes that back".formatted(name));
		}
		planning.require(NAMESPACE, NAMESPACE.ID.eq(id), NAMESPACE.DELETED_ON);
		return id;
	}

}
