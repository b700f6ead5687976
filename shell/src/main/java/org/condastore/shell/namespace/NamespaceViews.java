package org.condastore.shell.namespace;

import org.condastore.shell.output.View;

/** How namespaces read. */
final class NamespaceViews {

	static final View<NamespaceSummary> LIST = View.<NamespaceSummary>of("namespaces")
		.number("id", NamespaceSummary::id)
		.text("name", NamespaceSummary::name)
		.number("environments", NamespaceSummary::environments)
		.number("builds", NamespaceSummary::builds)
		.bytes("size", NamespaceSummary::size)
		.time("deleted_on", NamespaceSummary::deletedOn);

	static final View<NamespaceDetail> SHOW = View.<NamespaceDetail>of("namespaces")
		.number("id", NamespaceDetail::id)
		.text("name", NamespaceDetail::name)
		.number("environments", NamespaceDetail::environments)
		.number("deleted_environments", NamespaceDetail::deletedEnvironments)
		.number("builds", NamespaceDetail::builds)
		.number("deleted_builds", NamespaceDetail::deletedBuilds)
		.bytes("size", NamespaceDetail::size)
		.json("metadata", NamespaceDetail::metadata)
		.time("deleted_on", NamespaceDetail::deletedOn);

	private NamespaceViews() {
	}

}
