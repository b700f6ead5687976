package org.condastore.shell.role;

import java.util.List;

import org.condastore.shell.listing.Listing;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code role} commands. */
public final class RoleCommands {

	private static final String GROUP = "Roles";

	private final RoleRepository roles;

	private final Output out;

	public RoleCommands(RoleRepository roles, Output out) {
		this.roles = roles;
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
