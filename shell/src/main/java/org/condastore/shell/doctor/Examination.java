package org.condastore.shell.doctor;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.change.Planning;
import org.condastore.shell.namespace.NamespaceName;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.shell.doctor.ViolationQuery.text;

/** What invariants look at: one snapshot of a database. */
final class Examination {

	/** Nobody reads more at once; the count tells the rest. */
	static final int FEW = 20;

	private final DSLContext sql;

	private final ExaminedSchema schema;

	private final LocalDateTime now;

	private final int limit;

	private final @Nullable NamespaceName namespace;

	/**
	 * Begins one.
	 * @param sql reads the snapshot
	 * @param now what ages are relative to, as conda-store stores times
	 * @param limit how many rows of a finding are wanted
	 * @param namespace only findings of this one are wanted; null for all
	 */
	Examination(DSLContext sql, ExaminedSchema schema, LocalDateTime now, int limit,
			@Nullable NamespaceName namespace) {
		this.sql = sql;
		this.schema = schema;
		this.now = now;
		this.limit = limit;
		this.namespace = namespace;
	}

	/** One that sees what a plan sees. */
	static Examination of(Planning planning, int version) {
		return new Examination(planning.sql(), new ExaminedSchema(version, planning.tables()), planning.now(), FEW,
				null);
	}

	/**
	 * Reads, for invariants that no {@link ViolationQuery} can express. They heed
	 * {@link #namespace()} and {@link #limit()} themselves.
	 */
	DSLContext sql() {
		return this.sql;
	}

	ExaminedSchema schema() {
		return this.schema;
	}

	/** When it takes place, as conda-store stores times. */
	LocalDateTime now() {
		return this.now;
	}

	/** How many rows of a finding are wanted. */
	int limit() {
		return this.limit;
	}

	/** Only findings of this namespace are wanted; null for all. */
	@Nullable NamespaceName namespace() {
		return this.namespace;
	}

	/** Finds rows; what belongs to no namespace is not of the one that is asked for. */
	Findings find(ViolationQuery... queries) {
		Findings all = Findings.NONE;
		for (ViolationQuery query : queries) {
			if (this.namespace == null || query.namespace() != null) {
				all = all.and(find(query));
			}
		}
		return all.first(this.limit);
	}

	private Findings find(ViolationQuery query) {
		Field<Integer> count = DSL.count().over();
		List<Field<?>> key = new ArrayList<>();
		query.key().forEach((column) -> key.add(text(column)));
		Field<String> keyText = DSL.concat(withCommas(key));
		Field<String> namespace = (query.namespace() != null) ? query.namespace() : DSL.inline((String) null);
		Condition wanted = (this.namespace != null) ? namespace.eq(this.namespace.value()) : DSL.noCondition();
		// All rows have to be found for their number. The planner knows it only if they
		// are sorted by it; otherwise it looks for the first few in the order of the key.
		List<Field<?>> order = new ArrayList<>();
		order.add(count);
		order.addAll(query.key());
		List<Violation> rows = new ArrayList<>();
		long[] found = { 0 };
		this.sql.select(count, keyText, namespace, query.detail())
			.from(query.from())
			.where(query.where())
			.and(wanted)
			.orderBy(order)
			.limit(DSL.inline(this.limit))
			.forEach((row) -> {
				found[0] = row.value1();
				rows.add(new Violation(query.table(), String.valueOf(row.value2()), row.value3(),
						String.valueOf(row.value4())));
			});
		return new Findings(found[0], rows);
	}

	private static Field<?>[] withCommas(List<Field<?>> fields) {
		List<Field<?>> parts = new ArrayList<>();
		for (Field<?> field : fields) {
			if (!parts.isEmpty()) {
				parts.add(DSL.inline(","));
			}
			parts.add(field);
		}
		return parts.toArray(Field<?>[]::new);
	}

}
