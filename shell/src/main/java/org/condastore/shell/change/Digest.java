package org.condastore.shell.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/** SHA-256 over values, each with its length, so that none runs into the next one. */
final class Digest {

	private final MessageDigest digest;

	Digest() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	Digest add(@Nullable String value) {
		if (value == null) {
			return length(-1);
		}
		return add(value.getBytes(StandardCharsets.UTF_8));
	}

	/** A text in UTF-8. */
	Digest add(byte[] value) {
		length(value.length);
		this.digest.update(value);
		return this;
	}

	Digest add(Collection<String> values) {
		length(values.size());
		values.forEach(this::add);
		return this;
	}

	/** Ends it. */
	String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

	private Digest length(int length) {
		this.digest
			.update(new byte[] { (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length });
		return this;
	}

}
