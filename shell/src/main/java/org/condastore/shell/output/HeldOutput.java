package org.condastore.shell.output;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A stream that can be held back: what is written then waits, in memory or in a file if
 * it is much, until it is let go or thrown away.
 */
final class HeldOutput extends OutputStream {

	private static final int IN_MEMORY = 1 << 20;

	private final OutputStream target;

	private boolean holding;

	private final ByteArrayOutputStream memory = new ByteArrayOutputStream();

	private @Nullable Path file;

	private @Nullable OutputStream toFile;

	HeldOutput(OutputStream target) {
		this.target = target;
	}

	/** Holds back what is written from now on. */
	void hold() {
		this.holding = true;
	}

	/** Writes what was held back, and holds nothing back any more. */
	void release() throws IOException {
		this.holding = false;
		try {
			if (this.file != null) {
				closeFile();
				Files.copy(this.file, this.target);
			}
			this.memory.writeTo(this.target);
		}
		finally {
			forget();
		}
	}

	/** Throws away what was held back, and holds nothing back any more. */
	void discard() throws IOException {
		this.holding = false;
		forget();
	}

	private void forget() throws IOException {
		this.memory.reset();
		if (this.file != null) {
			closeFile();
			Files.deleteIfExists(this.file);
			this.file = null;
		}
	}

	private void closeFile() throws IOException {
		if (this.toFile != null) {
			OutputStream open = this.toFile;
			this.toFile = null;
			open.close();
		}
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (!this.holding) {
			this.target.write(bytes, offset, length);
			return;
		}
		this.memory.write(bytes, offset, length);
		if (this.memory.size() > IN_MEMORY) {
			this.memory.writeTo(file());
			this.memory.reset();
		}
	}

	private OutputStream file() throws IOException {
		if (this.toFile == null) {
			// Nobody else may read it.
			Path made = Files.createTempFile("conda-store-shell-", ".results");
			this.file = made;
			this.toFile = new BufferedOutputStream(Files.newOutputStream(made));
		}
		return this.toFile;
	}

	@Override
	public void flush() throws IOException {
		if (!this.holding) {
			this.target.flush();
		}
	}

}
