package org.condastore.shell.namespace;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.purge.EnvironmentContentRepository;
import org.condastore.shell.purge.PurgeOptions;
import org.jooq.Condition;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.jooq.impl.DSL.select;

/** What changes of namespaces mean in rows. */
public final class NamespaceChangeRepository {

	/** How many ids a sentence names. */
	private static final int NAMED = 20;

	private record Found(int id, @Nullable LocalDateTime deletedOn) {
	}

	/**
	 * There is a new namespace.
	 * @throws CommandFailure {@code PRECONDITION} if the name is taken, be it by a
	 * namespace that is marked as deleted
	 */
	void create(Planning planning, NamespaceName name, NamespaceMetadata metadata) {
		requireFree(planning, name);
		planning.insert(NAMESPACE,
				Assignments.set(NAMESPACE.NAME, name.value()).and(NAMESPACE.METADATA_, JSON.json(metadata.json())));
		int settings = settings(planning, name);
		if (settings > 0) {
			planning.followUp("%s from before and %s to it: setting list --namespace %s shows them".formatted(
					(settings == 1) ? "1 setting of that name is left"
							: "%,d settings of that name are left".formatted(settings),
					(settings == 1) ? "applies" : "apply", name));
		}
	}

	/** The metadata of a live namespace become others. */
	void setMetadata(Planning planning, NamespaceName name, NamespaceMetadata metadata) {
		planning.update(NAMESPACE, NAMESPACE.ID.eq(live(planning, name)),
				Assignments.set(NAMESPACE.METADATA_, JSON.json(metadata.json())), NAMESPACE.DELETED_ON);
	}

	/**
	 * A namespace, its environments and their builds are marked as deleted, with one time
	 * for all. In a namespace that is marked already it is the time of the namespace:
	 * conda-store goes on to register environments in it.
	 */
	void delete(Planning planning, NamespaceName name) {
		Found namespace = find(planning, name);
		LocalDateTime deletedOn = namespace.deletedOn();
		Condition environments = ENVIRONMENT.NAMESPACE_ID.eq(namespace.id());
		planning.update(NAMESPACE, NAMESPACE.ID.eq(namespace.id()).and(NAMESPACE.DELETED_ON.isNull()),
				Assignments.set(NAMESPACE.DELETED_ON, planning.now()));
		EnvironmentContentRepository content = new EnvironmentContentRepository(planning);
		content.delete(environments, (deletedOn != null) ? deletedOn : planning.now());
		planning
			.followUp("this frees no disk: DELETE /api/v1/namespace/%s/ makes a worker remove the files and the rows"
				.formatted(name));
		planning.followUp(
				"the name %s stays taken until then: POST /api/v1/namespace/%s/ is refused, and what is registered in it meanwhile is removed too"
					.formatted(name, name));
		content.tellOfDeletion(environments, "--namespace " + name);
		tellOfRoles(planning, namespace.id());
		tellOfSettings(planning, name);
	}

	/** A namespace is live again, with what was deleted together with it. */
	void restore(Planning planning, NamespaceName name) {
		Found namespace = find(planning, name);
		LocalDateTime deletedOn = namespace.deletedOn();
		if (deletedOn == null) {
			return;
		}
		planning.update(NAMESPACE, NAMESPACE.ID.eq(namespace.id()),
				Assignments.set(NAMESPACE.DELETED_ON, (LocalDateTime) null));
		new EnvironmentContentRepository(planning).restore(ENVIRONMENT.NAMESPACE_ID.eq(namespace.id()), deletedOn);
		planning.followUp(
				"if DELETE /api/v1/namespace/%s/ was sent, its task removes the namespace all the same when a worker gets to it"
					.formatted(name));
	}

	/**
	 * A namespace that is marked as deleted goes away, with its environments, their
	 * builds and the role mappings that refer to it. Its settings stay, as conda-store
	 * leaves them.
	 * @throws CommandFailure {@code PRECONDITION} if it is live or anything in it is, or
	 * as {@link EnvironmentContentRepository#purge} says
	 */
	void purge(Planning planning, NamespaceName name, PurgeOptions options) {
		Found namespace = find(planning, name);
		if (namespace.deletedOn() == null) {
			throw CommandFailure.precondition("the namespace %s is not deleted".formatted(name),
					"namespace delete %s comes first".formatted(name));
		}
		Condition environments = ENVIRONMENT.NAMESPACE_ID.eq(namespace.id());
		planning.sql()
			.select(ENVIRONMENT.NAME)
			.from(ENVIRONMENT)
			.where(environments, ENVIRONMENT.DELETED_ON.isNull())
			.orderBy(ENVIRONMENT.ID)
			.limit(1)
			.fetchOptional(ENVIRONMENT.NAME)
			.ifPresent((live) -> {
				throw CommandFailure.precondition(
						"the namespace %s is deleted, but its environment %s is not".formatted(name, live),
						"namespace delete %s deletes what was made in it since".formatted(name));
			});
		new EnvironmentContentRepository(planning).purge(environments, options,
				"DELETE /api/v1/namespace/%s/ makes a worker remove them".formatted(name));
		planning.delete(NAMESPACE_ROLE_MAPPING, NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(namespace.id()));
		planning.delete(NAMESPACE_ROLE_MAPPING_V2, ofEitherSide(namespace.id()));
		planning.delete(NAMESPACE, NAMESPACE.ID.eq(namespace.id()));
		planning.followUp(
				"links to environments, lock files and what failed builds have left on the disk are in no table: look into the directory of %s"
					.formatted(name));
		tellOfSettings(planning, name);
		tellOfPatterns(planning, name);
	}

	/**
	 * A live namespace in which nothing was ever built gets another name.
	 * @param old may break the rule for names: this is how it is put right
	 */
	void rename(Planning planning, NamespaceName old, NamespaceName name) {
		int id = live(planning, old);
		if (old.equals(name)) {
			return;
		}
		requireFree(planning, name);
		int builds = planning.sql()
			.fetchCount(BUILD, BUILD.ENVIRONMENT_ID
				.in(select(ENVIRONMENT.ID).from(ENVIRONMENT).where(ENVIRONMENT.NAMESPACE_ID.eq(id))));
		if (builds > 0) {
			throw CommandFailure.precondition(
					"the namespace %s has %s: its name is in the paths and keys of their files, and conda environments cannot be moved"
						.formatted(old, (builds == 1) ? "1 build" : "%,d builds".formatted(builds)),
					"namespace create %s, then register the specifications there again".formatted(name));
		}
		planning.update(NAMESPACE, NAMESPACE.ID.eq(id), Assignments.set(NAMESPACE.NAME, name.value()),
				NAMESPACE.DELETED_ON);
		planning.guard(Guard.NOTHING_BUILT);
		tellOfSettings(planning, old);
		tellOfPatterns(planning, old);
	}

	private static void requireFree(Planning planning, NamespaceName name) {
		lookUp(planning, name).ifPresent((found) -> {
			throw (found.deletedOn() == null)
					? CommandFailure.precondition("there is a namespace %s already".formatted(name),
							"namespace show %s shows it".formatted(name))
					: CommandFailure.precondition(
							"the name %s is taken by a namespace that was deleted on %s".formatted(name,
									StoredTime.instant(found.deletedOn())),
							"namespace restore %s takes that back; namespace purge %s frees the name".formatted(name,
									name));
		});
	}

	private static int live(Planning planning, NamespaceName name) {
		Found found = find(planning, name);
		if (found.deletedOn() != null) {
			throw CommandFailure.precondition(
					"the namespace %s was deleted on %s".formatted(name, StoredTime.instant(found.deletedOn())),
					"namespace restore %s takes that back".formatted(name));
		}
		return found.id();
	}

	private static Found find(Planning planning, NamespaceName name) {
		return lookUp(planning, name).orElseThrow(() -> NamespaceRepository.missing(name));
	}

	private static Optional<Found> lookUp(Planning planning, NamespaceName name) {
		return planning.sql()
			.select(NAMESPACE.ID, NAMESPACE.DELETED_ON)
			.from(NAMESPACE)
			.where(NAMESPACE.NAME.eq(name.value()))
			.fetchOptional((row) -> new Found(row.value1(), row.value2()));
	}

	/**
	 * conda-store's worker does not delete them with the namespace: the foreign keys
	 * refuse it then, after the files are gone, and it does not try again.
	 */
	private static void tellOfRoles(Planning planning, int namespace) {
		List<String> rows = new ArrayList<>();
		List<Integer> first = planning.sql()
			.select(NAMESPACE_ROLE_MAPPING.ID)
			.from(NAMESPACE_ROLE_MAPPING)
			.where(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(namespace))
			.orderBy(NAMESPACE_ROLE_MAPPING.ID)
			.fetch(NAMESPACE_ROLE_MAPPING.ID);
		List<Integer> second = planning.sql()
			.select(NAMESPACE_ROLE_MAPPING_V2.ID)
			.from(NAMESPACE_ROLE_MAPPING_V2)
			.where(ofEitherSide(namespace))
			.orderBy(NAMESPACE_ROLE_MAPPING_V2.ID)
			.fetch(NAMESPACE_ROLE_MAPPING_V2.ID);
		if (!first.isEmpty()) {
			rows.add("%s %s".formatted(NAMESPACE_ROLE_MAPPING.getName(), some(first)));
		}
		if (!second.isEmpty()) {
			rows.add("%s %s".formatted(NAMESPACE_ROLE_MAPPING_V2.getName(), some(second)));
		}
		if (!rows.isEmpty()) {
			planning.followUp(
					"the worker's deletion removes the files and then fails while there are role mappings, which stay in force until they are revoked: %s"
						.formatted(String.join("; ", rows)));
		}
	}

	private static String some(List<Integer> ids) {
		String named = ids.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
		return (ids.size() > NAMED) ? "id %s and %,d more".formatted(named, ids.size() - NAMED) : "id " + named;
	}

	private static void tellOfSettings(Planning planning, NamespaceName name) {
		int settings = settings(planning, name);
		if (settings > 0) {
			planning.followUp("%s for another namespace of that name: setting list --namespace %s shows them"
				.formatted((settings == 1) ? "1 setting stays" : "%,d settings stay".formatted(settings), name));
		}
	}

	/** Settings of the namespace itself and of its environments. */
	private static int settings(Planning planning, NamespaceName name) {
		String prefix = "setting/" + name;
		return planning.sql()
			.fetchCount(KEYVALUESTORE,
					KEYVALUESTORE.PREFIX.eq(prefix).or(KEYVALUESTORE.PREFIX.startsWith(prefix + "/")));
	}

	/** Role mappings whose pattern names the namespace letter by letter. */
	private static void tellOfPatterns(Planning planning, NamespaceName name) {
		int mappings = planning.sql()
			.fetchCount(NAMESPACE_ROLE_MAPPING, NAMESPACE_ROLE_MAPPING.ENTITY.startsWith(name + "/"));
		if (mappings > 0) {
			planning.followUp("%s still: role list shows them"
				.formatted((mappings == 1) ? "1 role mapping grants something in %s".formatted(name)
						: "%,d role mappings grant something in %s".formatted(mappings, name)));
		}
	}

	private static Condition ofEitherSide(int namespace) {
		return NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.eq(namespace)
			.or(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID.eq(namespace));
	}

}
