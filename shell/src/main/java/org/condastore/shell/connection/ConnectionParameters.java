package org.condastore.shell.connection;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a connection string says: libpq's keywords, and pgjdbc's properties where it was a
 * JDBC URL. One of the values may be a password.
 */
final class ConnectionParameters {

	private final Map<String, String> keywords = new LinkedHashMap<>();

	private final Map<String, String> driverProperties = new LinkedHashMap<>();

	@Nullable String get(String keyword) {
		return this.keywords.get(keyword);
	}

	void put(String keyword, String value) {
		this.keywords.put(keyword, value);
	}

	/** Several hosts may be given one by one; whatever else comes later replaces. */
	void append(String keyword, String value) {
		this.keywords.merge(keyword, value, (first, next) -> first + "," + next);
	}

	/** Takes over what is not said here. */
	void addDefaults(Map<String, String> others) {
		others.forEach(this.keywords::putIfAbsent);
	}

	Map<String, String> keywords() {
		return this.keywords;
	}

	Map<String, String> driverProperties() {
		return this.driverProperties;
	}

	@Override
	public String toString() {
		return "ConnectionParameters" + this.keywords.keySet() + this.driverProperties.keySet();
	}

}
