package org.condastore.shell.role;

import java.util.List;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code role} commands. */
public final class RoleCommands {

	private static final String GROUP = "Roles";

	/** Until it is known of which generation the rows are. */
	private static final String TABLE = "namespace_role_mapping";

	private static final String BOTH_GENERATIONS = "ENTITY is a namespace, meaning all of it, or a pattern"
			+ " NAMESPACE/ENVIRONMENT in which * stands for any characters: quote it. ROLE is admin, developer (or editor)"
			+ " or viewer. Patterns can only be said in generation 1, whole namespaces in both. ";

	private final RoleRepository roles;

	private final RoleChangeRepository changed = new RoleChangeRepository();

	private final Changes changes;

	private final Output out;

	public RoleCommands(RoleRepository roles, Changes changes, Output out) {
		this.roles = roles;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "role list", group = GROUP, description = "List role mappings of both generations",
			help = "conda-store reads only one generation: which one is in its configuration"
					+ " (RBACAuthorizationBackend.role_mappings_version), not in the database.")
	void list(@Option(longName = "namespace",
			description = "only where it holds the role, or the role is on it") @Nullable NamespaceName namespace,
			@Option(longName = "role", description = "only this role, as it is stored") @Nullable String role,
			@Option(longName = "generation", description = "only this one: 1 or 2") @Nullable Generation generation,
			@OptionGroup Listing listing) {
		this.out.list(this.roles.list(namespace, role, generation, listing), RoleViews.LIST);
	}

	@Command(name = "role explain", group = GROUP, description = "Show who may do what where, and by which rows",
			help = "With --holder one user's roles and permissions, without it everybody with a role there. Permissions"
					+ " are those of conda-store's own configuration.")
	void explain(
			@Argument(index = 0, description = "a namespace, or an environment as namespace/name") RoleTarget target,
			@Option(longName = "holder",
					description = "the namespace whose user is meant") @Nullable NamespaceName holder,
			@Option(longName = "role-mappings-version", description = "which generation conda-store reads: 1 or 2",
					defaultValue = "1") Generation version) {
		List<String> remarks = this.roles.remarks(target, version, holder);
		explanation(target, version, holder);
		remarks.forEach(this.out::note);
	}

	@Command(name = "role grant", group = GROUP, description = "Give the user of a namespace a role",
			help = BOTH_GENERATIONS + "Without --generation the one is taken that has this mapping already; else"
					+ " generation 2 if a whole namespace is named and only generation 2 has mappings; else generation 1,"
					+ " which is conda-store's default. What is granted already stays as it is; another role on the same"
					+ " entity has to be changed with role set.")
	@Effect(Effect.Kind.WRITES)
	void grant(@Argument(index = 0, description = "the namespace whose user gets it") NamespaceName holder,
			@Argument(index = 1, description = "on what: a namespace, or a pattern") RoleEntity entity,
			@Argument(index = 2, description = "admin, developer or viewer") RoleName role,
			@Option(longName = "generation", description = "of the mapping: 1 or 2") @Nullable Generation generation,
			@OptionGroup RowOptions options) {
		this.changes.run(Request.write("grant %s on %s to %s".formatted(role, entity, holder), TABLE, "role mappings"),
				options, (planning) -> this.changed.grant(planning, holder, entity, role, generation));
	}

	@Command(name = "role set", group = GROUP, description = "Change the role of a mapping",
			help = BOTH_GENERATIONS
					+ "Without --generation the one is taken that has the mapping. Of generation 1 there"
					+ " may be several rows for the same entity: all of them get the role.")
	@Effect(Effect.Kind.WRITES)
	void set(@Argument(index = 0, description = "the namespace whose user has it") NamespaceName holder,
			@Argument(index = 1, description = "on what: a namespace, or a pattern") RoleEntity entity,
			@Argument(index = 2, description = "admin, developer or viewer") RoleName role,
			@Option(longName = "generation", description = "of the mapping: 1 or 2") @Nullable Generation generation,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.write("set role of %s on %s to %s".formatted(holder, entity, role), TABLE, "role mappings"),
				options, (planning) -> this.changed.set(planning, holder, entity, role, generation));
	}

	@Command(name = "role revoke", group = GROUP, description = "Take a role away from the user of a namespace",
			help = "ENTITY is what role list shows, even where conda-store cannot read it; a namespace alone means all of"
					+ " it. Without --generation the one is taken that has the mapping.")
	@Effect(Effect.Kind.DESTROYS)
	void revoke(@Argument(index = 0, description = "the namespace whose user has it") NamespaceName holder,
			@Argument(index = 1, description = "on what, as role list shows it") String entity,
			@Option(longName = "generation", description = "of the mapping: 1 or 2") @Nullable Generation generation,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.destroy("revoke the role of %s on %s".formatted(holder, entity), TABLE, "role mappings",
						"role " + holder),
				options, (planning) -> this.changed.revoke(planning, holder, entity, generation));
	}

	private void explanation(RoleTarget target, Generation version, @Nullable NamespaceName holder) {
		if (holder != null) {
			this.out.show(RoleExplanation.of(holder.value(), target, version, this.roles.heldBy(holder)),
					RoleViews.EXPLANATION);
		}
		else {
			this.out.list(Rows.of(RoleExplanation.ofAll(target, version, this.roles.all(version))), RoleViews.HOLDERS);
		}
	}

}
