package org.condastore.shell.specification;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which conda-store recognises a specification that it has already.
 *
 * <p>
 * It is the SHA-256 of the specification as Python's {@code json.dumps} writes it after
 * sorting: members by name, and the elements of every array by {@code <class
 * 'TYPE'>-VALUE}, as text, so that 10 comes before 9. Arrays and objects inside an array
 * are sorted by their type alone and keep their order. Therefore specifications that
 * differ only in the order of channels have the same hash.
 *
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/utils.py#L118">
 * recursive_sort and datastructure_hash</a>
 */
public final class SpecificationHash {

	/**
	 * As Python compares text; Java compares UTF-16 units, where U+FFFF follows U+10000.
	 */
	private static final Comparator<String> BY_CODE_POINT = (a, b) -> {
		int i = 0;
		while (i < a.length() && i < b.length()) {
			int left = a.codePointAt(i);
			int right = b.codePointAt(i);
			if (left != right) {
				return Integer.compare(left, right);
			}
			i += Character.charCount(left);
		}
		return Integer.compare(a.length(), b.length());
	};

	private SpecificationHash() {
	}

	/**
	 * The hash of a stored specification that is not a lockfile. A lockfile's cannot be
	 * computed: conda-store hashes parts of it in the order of a Python set.
	 * @param spec {@code specification.spec}, JSON
	 * @return 64 hexadecimal digits; empty if the document is too deep or long to be read
	 */
	public static Optional<String> of(String spec) {
		return StoredJson.read(spec).map((document) -> sha256(PythonJson.dumps(sorted(document.value()))));
	}

	private static @Nullable Object sorted(@Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			Map<String, @Nullable Object> members = new TreeMap<>(BY_CODE_POINT);
			object.forEach((name, member) -> members.put((String) name, sorted(member)));
			return members;
		}
		if (value instanceof List<?> array) {
			List<@Nullable Object> elements = new ArrayList<>(array);
			elements.sort(Comparator.comparing(SpecificationHash::sortKey, BY_CODE_POINT));
			elements.replaceAll(SpecificationHash::sorted);
			return elements;
		}
		return value;
	}

	private static String sortKey(@Nullable Object value) {
		if (value instanceof Map<?, ?>) {
			return "<class 'dict'>";
		}
		if (value instanceof List<?>) {
			return "<class 'list'>";
		}
		if (value instanceof String text) {
			return "<class 'str'>-" + text;
		}
		if (value instanceof BigInteger number) {
			return "<class 'int'>-" + number;
		}
		if (value instanceof Double number) {
			return "<class 'float'>-" + PythonJson.repr(number);
		}
		return (value instanceof Boolean bool) ? "<class 'bool'>-" + (bool ? "True" : "False")
				: "<class 'NoneType'>-None";
	}

	private static String sha256(String text) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

}
