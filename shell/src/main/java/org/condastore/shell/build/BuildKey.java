package org.condastore.shell.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the key of a build is made of. The key is part of the address of everything that
 * the build left behind: its directory, its logs, its archives. Three versions are in
 * use; which one a build has is stored with it.
 *
 * <table>
 * <caption>The versions</caption>
 * <tr>
 * <td>1</td>
 * <td>{@code SHA256-YYYYMMDD-HHMMSS-ffffff-ID-NAME}</td>
 * </tr>
 * <tr>
 * <td>2</td>
 * <td>{@code SHA256[:8]-UNIXSECONDS-ID-NAME}</td>
 * </tr>
 * <tr>
 * <td>3</td>
 * <td>32 hexadecimal digits: a hash of namespace, SHA256, UNIXSECONDS and ID. conda-store
 * stores it when it first needs it, and then no longer looks at the namespace.</td>
 * </tr>
 * </table>
 *
 * @param namespace the namespace's name; null if it has none, then there is no version 3
 * @param sha256 the specification's, 64 hexadecimal digits
 * @param scheduledOn when the build was scheduled; digits below microseconds do not count
 * @param specification the specification's name
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/__init__.py">
 * conda-store's BuildKey</a>
 */
public record BuildKey(@Nullable String namespace, String sha256, Instant scheduledOn, int id, String specification) {

	/** The version in which the key is a hash, which conda-store stores. */
	static final int HASHED = 3;

	/** Hexadecimal digits of a SHA-256. */
	private static final int FULL_HASH = 64;

	private static final int SHORT_HASH = 8;

	private static final int HASH = 32;

	/** The key in version 1. */
	public String version1() {
		LocalDateTime time = LocalDateTime.ofInstant(this.scheduledOn, ZoneOffset.UTC);
		StringBuilder key = new StringBuilder(128).append(this.sha256).append('-');
		digits(key, time.getYear(), 4);
		digits(key, time.getMonthValue(), 2);
		digits(key, time.getDayOfMonth(), 2);
		key.append('-');
		digits(key, time.getHour(), 2);
		digits(key, time.getMinute(), 2);
		digits(key, time.getSecond(), 2);
		key.append('-');
		digits(key, time.getNano() / 1000, 6);
		return key.append('-').append(this.id).append('-').append(this.specification).toString();
	}

	/** The key in version 2. */
	public String version2() {
		return new StringBuilder(64).append(this.sha256, 0, Math.min(SHORT_HASH, this.sha256.length()))
			.append('-')
			.append(this.scheduledOn.getEpochSecond())
			.append('-')
			.append(this.id)
			.append('-')
			.append(this.specification)
			.toString();
	}

	/**
	 * The key in version 3, as conda-store computes it before it stores it.
	 * @return empty if the namespace has no name
	 */
	public Optional<String> version3() {
		if (this.namespace == null) {
			return Optional.empty();
		}
		String text = this.namespace + this.sha256 + this.scheduledOn.getEpochSecond() + this.id;
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Optional.of(HexFormat.of().formatHex(hash, 0, HASH / 2));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	/**
	 * The key in a version.
	 * @return empty if there is no such version, or none for this build
	 */
	public Optional<String> version(int version) {
		return switch (version) {
			case 1 -> Optional.of(version1());
			case 2 -> Optional.of(version2());
			case HASHED -> version3();
			default -> Optional.empty();
		};
	}

	/**
	 * The id of the build that a key belongs to.
	 * @param key a key in any version
	 * @return empty if it is no key, or one in version 3, which does not tell
	 */
	public static Optional<Integer> buildIn(String key) {
		boolean shortHash = key.length() > SHORT_HASH && key.charAt(SHORT_HASH) == '-';
		int place = shortHash ? 2 : 4;
		String[] parts = key.split("-", place + 2);
		if (parts.length != place + 2 || !hexadecimal(parts[0]) || (!shortHash && parts[0].length() != FULL_HASH)) {
			return Optional.empty();
		}
		try {
			return Optional.of(Integer.parseUnsignedInt(parts[place])).filter((id) -> id > 0);
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	private static boolean hexadecimal(String text) {
		return !text.isEmpty() && text.chars().allMatch((c) -> HexFormat.isHexDigit(c));
	}

	private static void digits(StringBuilder text, int number, int width) {
		String digits = Integer.toString(number);
		text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
	}

}
