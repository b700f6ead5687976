package org.condastore.shell.namespace;

import java.util.Map;

import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;

/**
 * What is kept with a namespace: a JSON object.
 *
 * @param json as typed; its order and its blanks are kept
 */
public record NamespaceMetadata(String json) {

	/** What conda-store gives a new namespace. */
	static final NamespaceMetadata NONE = new NamespaceMetadata("{}");

	/**
	 * Accepts typed JSON.
	 * @throws CommandFailure {@code USAGE} if it is not one JSON object: conda-store
	 * could not read any other value afterwards
	 */
	public static NamespaceMetadata of(String typed) {
		StoredJson document = StoredJson.read(typed)
			.orElseThrow(() -> CommandFailure.usage("the metadata is not JSON: %s".formatted(typed),
					"quote it for the shell: '{\"owner\": \"somebody\"}'"));
		if (!(document.value() instanceof Map)) {
			throw CommandFailure.usage("the metadata is JSON, but not an object: %s".formatted(typed),
					"write an object: '{\"owner\": \"somebody\"}'");
		}
		return new NamespaceMetadata(typed);
	}

}
