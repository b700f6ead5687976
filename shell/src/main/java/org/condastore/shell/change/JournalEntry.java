package org.condastore.shell.change;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A change that was made, as the journal keeps it.
 *
 * @param id counts from 1, without gaps
 * @param changedOn when it was written, shortly before the commit
 * @param databaseUser who was logged in at the database
 * @param operatingSystemUser who ran the shell
 * @param command what was typed
 * @param change what it meant
 * @param subject the table of what it was about
 * @param reason why; null if nobody said
 * @param undoes the change that it takes back; null if it is none of these
 * @param redoes the change that it makes once more; null if it is none of these
 * @param rows how many rows were written
 * @param rowsHash what the rows add up to, in hexadecimal
 * @param content under which its rows are kept
 * @param previousHash the hash of the entry before it
 * @param hash over all of this, SHA-256 in hexadecimal
 */
record JournalEntry(long id, Instant changedOn, String databaseUser, @Nullable String operatingSystemUser,
		String command, String change, String subject, @Nullable String reason, @Nullable Long undoes,
		@Nullable Long redoes, int rows, String rowsHash, java.util.UUID content, String previousHash, String hash) {

	/** What the hash should be. */
	String computedHash() {
		return new Digest().add(this.previousHash)
			.add(String.valueOf(this.id))
			.add(this.changedOn.toString())
			.add(this.databaseUser)
			.add(this.operatingSystemUser)
			.add(this.command)
			.add(this.change)
			.add(this.subject)
			.add(this.reason)
			.add((this.undoes != null) ? this.undoes.toString() : null)
			.add((this.redoes != null) ? this.redoes.toString() : null)
			.add(String.valueOf(this.rows))
			.add(this.rowsHash)
			.hex();
	}

	JournalEntry withHash(String computed) {
		return new JournalEntry(this.id, this.changedOn, this.databaseUser, this.operatingSystemUser, this.command,
				this.change, this.subject, this.reason, this.undoes, this.redoes, this.rows, this.rowsHash,
				this.content, this.previousHash, computed);
	}

}
