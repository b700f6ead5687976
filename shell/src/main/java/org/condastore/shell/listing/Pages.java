package org.condastore.shell.listing;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.condastore.shell.output.Rows;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.SelectSeekStepN;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read as they are needed.
 *
 * <p>
 * What fits into a page is read at once. A longer list in the order of the unique id is
 * read page by page, each beginning after the last id of the one before, which its index
 * finds at once: between two pages no snapshot of the database is held. The first page is
 * small, so that the first rows are there soon. The others are as large as it takes for
 * the server to read the tables beside it once per page instead of looking up each row;
 * their rows come one by one. In any other order the server sorts once, and the rows come
 * one by one.
 *
 * <p>
 * While rows are read the connection can do nothing else; if not all of them are, this
 * must be closed.
 *
 * @param <R> the query's records
 * @param <T> what a row becomes
 */
public final class Pages<R extends Record, T> implements Rows<T> {

	/** What is read at once: little for any memory, and more than anybody reads. */
	private static final int FIRST = 5_000;

	/** How many ids the other pages span. */
	private static final int SPAN = 200_000;

	private final Function<Condition, SelectConditionStep<R>> query;

	private final SortKeys.Order order;

	private final boolean paged;

	private final int most;

	private final RecordMapper<? super R, T> mapper;

	private final int first;

	private final int span;

	private boolean cut;

	private @Nullable Reading reading;

	private Pages(Function<Condition, SelectConditionStep<R>> query, SortKeys.Order order, boolean paged, int most,
			RecordMapper<? super R, T> mapper, int first, int span) {
		this.query = query;
		this.order = order;
		this.paged = paged;
		this.most = most;
		this.mapper = mapper;
		this.first = first;
		this.span = span;
	}

	/**
	 * Rows that are read when they are iterated, within the transaction of the command.
	 * @param query makes the query with one more condition; without order and limit, with
	 * the fields of the sort keys among the selected ones
	 * @param mapper makes a row of a record, which it must not keep
	 */
	public static <R extends Record, T> Pages<R, T> of(Function<Condition, SelectConditionStep<R>> query, SortKeys keys,
			Listing listing, RecordMapper<? super R, T> mapper) {
		SortKeys.Order order = keys.order(listing.sort());
		return new Pages<>(query, order, order.byUnique() && order.unique() instanceof TableField, listing.most(),
				mapper, FIRST, SPAN);
	}

	/**
	 * Rows of a query that looks at whole tables however few rows are wanted of it: it
	 * runs once in any order.
	 * @param query as in {@link #of}
	 * @param mapper makes a row of a record, which it must not keep
	 */
	public static <R extends Record, T> Pages<R, T> inOnePass(Supplier<SelectConditionStep<R>> query, SortKeys keys,
			Listing listing, RecordMapper<? super R, T> mapper) {
		return new Pages<>((all) -> query.get(), keys.order(listing.sort()), false, listing.most(), mapper, FIRST,
				SPAN);
	}

	/** The same rows in pages of other sizes. */
	Pages<R, T> sized(int firstPage, int otherPages) {
		return new Pages<>(this.query, this.order, this.paged, this.most, this.mapper, firstPage, otherPages);
	}

	@Override
	public Iterator<T> iterator() {
		if (this.reading != null) {
			throw new IllegalStateException("rows are iterated once");
		}
		this.reading = new Reading();
		return this.reading;
	}

	@Override
	public boolean cut() {
		return this.cut;
	}

	@Override
	public void close() {
		if (this.reading != null) {
			this.reading.close();
		}
	}

	/** Reads page after page and stops at the limit. */
	private final class Reading implements Iterator<T>, AutoCloseable {

		private Iterator<R> page = Collections.emptyIterator();

		/** What reads the page, if it is not in memory. */
		private @Nullable AutoCloseable source;

		private boolean begun;

		private boolean complete;

		/** The last id of the page before the next one. */
		private @Nullable Integer last;

		private int given;

		@Override
		public boolean hasNext() {
			while (!this.page.hasNext()) {
				close();
				if (this.complete) {
					return false;
				}
				read();
			}
			if (this.given < Pages.this.most) {
				return true;
			}
			Pages.this.cut = true;
			close();
			this.page = Collections.emptyIterator();
			this.complete = true;
			return false;
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			this.given++;
			return Pages.this.mapper.map(this.page.next());
		}

		@Override
		public void close() {
			AutoCloseable open = this.source;
			this.source = null;
			if (open instanceof CopiedRows<?> copied) {
				copied.close();
			}
			else if (open instanceof Cursor<?> cursor) {
				cursor.close();
			}
		}

		private void read() {
			boolean small = wanted() <= Pages.this.first;
			if (!this.begun && (small || Pages.this.paged)) {
				int limit = small ? wanted() : Pages.this.first;
				List<R> first = Pages.this.query.apply(DSL.noCondition())
					.orderBy(Pages.this.order.sorting())
					.limit(DSL.inline(limit))
					.fetch();
				this.page = first.iterator();
				this.complete = small || first.size() < limit;
				this.last = first.isEmpty() ? null : first.get(first.size() - 1).get(Pages.this.order.unique());
			}
			else if (Pages.this.paged) {
				stream(span());
			}
			else {
				this.complete = true;
				stream(DSL.noCondition());
			}
			this.begun = true;
		}

		/** Where the next page is; the last one has no end. */
		private Condition span() {
			Field<Integer> id = Pages.this.order.unique();
			boolean descending = Pages.this.order.descending();
			Condition beyond = descending ? id.lt(this.last) : id.gt(this.last);
			Integer end = context().select(id)
				.from(((TableField<?, Integer>) id).getTable())
				.where(beyond)
				.orderBy(Pages.this.order.sorting())
				.limit(DSL.inline(1))
				.offset(DSL.inline(Pages.this.span - 1))
				.fetchOne(id);
			this.complete = end == null;
			this.last = end;
			return (end == null) ? beyond : beyond.and(descending ? id.ge(end) : id.le(end));
		}

		private void stream(Condition where) {
			SelectSeekStepN<R> sorted = Pages.this.query.apply(where).orderBy(Pages.this.order.sorting());
			Select<R> rows = (Pages.this.most == Integer.MAX_VALUE) ? sorted : sorted.limit(DSL.inline(wanted()));
			CopiedRows<R> copied = CopiedRows.of(rows, context().configuration()).orElse(null);
			if (copied != null) {
				this.source = copied;
				this.page = copied;
			}
			else {
				Cursor<R> cursor = rows.fetchSize(FIRST).fetchLazy();
				this.source = cursor;
				this.page = cursor.iterator();
			}
		}

		private DSLContext context() {
			return DSL.using(Objects.requireNonNull(Pages.this.query.apply(DSL.noCondition()).configuration()));
		}

		/** One row more than is wanted tells whether the list is cut. */
		private int wanted() {
			return (Pages.this.most == Integer.MAX_VALUE) ? Integer.MAX_VALUE : Pages.this.most - this.given + 1;
		}

	}

}
