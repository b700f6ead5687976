package org.condastore.shell.usage;

import org.condastore.shell.output.View;

/** How usage reads. */
final class UsageViews {

	static final View<NamespaceUsage> LIST = View.<NamespaceUsage>of("namespaces")
		.number("id", NamespaceUsage::id)
		.text("namespace", NamespaceUsage::namespace)
		.number("environments", NamespaceUsage::environments)
		.number("builds", NamespaceUsage::builds)
		.bytes("size", NamespaceUsage::size)
		.number("deleted_builds", NamespaceUsage::deletedBuilds)
		.bytes("deleted_size", NamespaceUsage::deletedSize)
		.time("deleted_on", NamespaceUsage::deletedOn);

	private UsageViews() {
	}

}
