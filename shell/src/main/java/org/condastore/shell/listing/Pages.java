package org.condastore.shell.listing;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.condastore.shell.output.Rows;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.ResultQuery;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read as they are needed.
 *
 * <p>
 * In the order of the unique id they are read page by page, each page beginning after the
 * last id of the one before, which its index finds at once: no page costs more than the
 * first, and between two pages no snapshot of the database is held. In any other order
 * the server sorts once and its cursor is read.
 *
 * @param <R> the query's records
 * @param <T> what a row becomes
 */
public final class Pages<R extends Record, T> implements Rows<T> {

	/** Large enough that the round trips do not count, small enough for any memory. */
	private static final int PAGE = 5_000;

	private final Function<Condition, SelectConditionStep<R>> query;

	private final SortKeys.Order order;

	private final boolean paged;

	private final int most;

	private final RecordMapper<? super R, T> mapper;

	private boolean cut;

	private Pages(Function<Condition, SelectConditionStep<R>> query, SortKeys.Order order, boolean paged, int most,
			RecordMapper<? super R, T> mapper) {
		this.query = query;
		this.order = order;
		this.paged = paged;
		this.most = most;
		this.mapper = mapper;
	}

	/**
	 * Rows that are read when they are iterated, within the transaction of the command.
	 * @param query makes the query with one more condition; without order and limit, with
	 * the fields of the sort keys among the selected ones
	 * @param mapper makes a row of a record
	 */
	public static <R extends Record, T> Pages<R, T> of(Function<Condition, SelectConditionStep<R>> query, SortKeys keys,
			Listing listing, RecordMapper<? super R, T> mapper) {
		SortKeys.Order order = keys.order(listing.sort());
		return new Pages<>(query, order, order.byUnique(), listing.most(), mapper);
	}

	/**
	 * Rows of a query that looks at whole tables however few rows are wanted of it: it
	 * runs once in any order.
	 * @param query as in {@link #of}
	 * @param mapper makes a row of a record
	 */
	public static <R extends Record, T> Pages<R, T> inOnePass(Supplier<SelectConditionStep<R>> query, SortKeys keys,
			Listing listing, RecordMapper<? super R, T> mapper) {
		return new Pages<>((all) -> query.get(), keys.order(listing.sort()), false, listing.most(), mapper);
	}

	@Override
	public Iterator<T> iterator() {
		return this.paged ? new ByUnique() : new BySort();
	}

	@Override
	public boolean cut() {
		return this.cut;
	}

	/** One row more than is wanted tells whether the list is cut. */
	private int oneMore() {
		return (this.most == Integer.MAX_VALUE) ? this.most : this.most + 1;
	}

	/** Counts rows and stops at the limit. */
	private abstract class Limited implements Iterator<T> {

		private int given;

		abstract @Nullable R peek();

		abstract void advance();

		@Override
		public boolean hasNext() {
			boolean more = peek() != null;
			if (more && this.given == Pages.this.most) {
				Pages.this.cut = true;
				close();
				return false;
			}
			return more;
		}

		@Override
		public T next() {
			R record = peek();
			if (record == null || this.given == Pages.this.most) {
				throw new NoSuchElementException();
			}
			this.given++;
			advance();
			return Pages.this.mapper.map(record);
		}

		void close() {
		}

	}

	private final class ByUnique extends Limited {

		private @Nullable Iterator<R> page;

		private @Nullable R current;

		private int fetched;

		private int inPage;

		private @Nullable Integer lastId;

		@Override
		@Nullable R peek() {
			if (this.page == null) {
				this.page = fetch(DSL.noCondition());
				advance();
			}
			return this.current;
		}

		@Override
		void advance() {
			Iterator<R> rows = this.page;
			if (rows != null && !rows.hasNext() && this.inPage == PAGE && this.lastId != null) {
				Field<Integer> id = Pages.this.order.unique();
				rows = fetch(Pages.this.order.descending() ? id.lt(this.lastId) : id.gt(this.lastId));
				this.page = rows;
			}
			if (rows != null && rows.hasNext()) {
				R record = rows.next();
				this.lastId = record.get(Pages.this.order.unique());
				this.current = record;
			}
			else {
				this.current = null;
			}
		}

		private Iterator<R> fetch(Condition after) {
			int size = Math.min(PAGE, oneMore() - this.fetched);
			List<R> rows = Pages.this.query.apply(after).orderBy(Pages.this.order.sorting()).limit(size).fetch();
			this.inPage = rows.size();
			this.fetched += rows.size();
			return rows.iterator();
		}

	}

	private final class BySort extends Limited {

		private @Nullable Cursor<R> cursor;

		private @Nullable R current;

		@Override
		@Nullable R peek() {
			if (this.cursor == null) {
				ResultQuery<R> sorted = (Pages.this.most == Integer.MAX_VALUE)
						? Pages.this.query.apply(DSL.noCondition()).orderBy(Pages.this.order.sorting())
						: Pages.this.query.apply(DSL.noCondition())
							.orderBy(Pages.this.order.sorting())
							.limit(oneMore());
				this.cursor = sorted.fetchSize(PAGE).fetchLazy();
				advance();
			}
			return this.current;
		}

		@Override
		void advance() {
			this.current = (this.cursor != null) ? this.cursor.fetchNext() : null;
			if (this.current == null) {
				close();
			}
		}

		@Override
		void close() {
			if (this.cursor != null) {
				this.cursor.close();
			}
		}

	}

}
