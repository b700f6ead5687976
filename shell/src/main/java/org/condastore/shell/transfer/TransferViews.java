package org.condastore.shell.transfer;

import org.condastore.shell.output.View;
import org.condastore.shell.transfer.NamespaceDocument.Build;
import org.condastore.shell.transfer.NamespaceDocument.Environment;
import org.condastore.shell.transfer.NamespaceDocument.Role;
import org.condastore.shell.transfer.NamespaceDocument.Setting;
import org.condastore.shell.transfer.NamespaceDocument.Specification;

/** The members of an exported namespace; what reads them is {@link DocumentReader}. */
final class TransferViews {

	private static final View<Role> ROLES = View.<Role>of("roles")
		.number("generation", Role::generation)
		.text("holder", Role::holder)
		.text("entity", Role::entity)
		.text("role", Role::role);

	private static final View<Setting> SETTINGS = View.<Setting>of("settings")
		.text("environment", Setting::environment)
		.text("key", Setting::key)
		.json("value", Setting::value);

	private static final View<Specification> SPECIFICATIONS = View.<Specification>of("specifications")
		.text("sha256", Specification::sha256)
		.text("name", Specification::name)
		.flag("is_lockfile", Specification::isLockfile)
		.time("created_on", Specification::createdOn)
		.json("spec", Specification::spec);

	private static final View<Build> BUILDS = View.<Build>of("builds")
		.number("id", Build::id)
		.flag("current", Build::current)
		.text("specification", Build::specification)
		.text("status", Build::status)
		.time("scheduled_on", Build::scheduledOn)
		.time("ended_on", Build::endedOn)
		.texts("lockfile_keys", Build::lockfileKeys);

	private static final View<Environment> ENVIRONMENTS = View.<Environment>of("environments")
		.text("name", Environment::name)
		.text("description", Environment::description)
		.text("specification", Environment::specification)
		.rows("builds", Environment::builds, BUILDS);

	static final View<NamespaceDocument> DOCUMENT = View.<NamespaceDocument>of("namespaces")
		.text("format", NamespaceDocument::format)
		.time("exported_on", NamespaceDocument::exportedOn)
		.text("name", NamespaceDocument::name)
		.json("metadata", NamespaceDocument::metadata)
		.rows("roles", NamespaceDocument::roles, ROLES)
		.rows("settings", NamespaceDocument::settings, SETTINGS)
		.rows("specifications", NamespaceDocument::specifications, SPECIFICATIONS)
		.rows("environments", NamespaceDocument::environments, ENVIRONMENTS);

	private TransferViews() {
	}

}
