package org.condastore.shell.change;

import java.nio.ByteBuffer;
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
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		length(bytes.length);
		this.digest.update(bytes);
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
		this.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
		return this;
	}

}
