package org.condastore.shell.output;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * What a pager is to read, kept until it reads it: whoever writes goes on at once. A
 * command can so end, and with it its transaction, while its result is still being read:
 * an operator who leaves a pager open must not hold locks on a live database.
 *
 * <p>
 * Only a result of more than {@value #LIMIT_BYTES} bytes makes its writer wait.
 */
final class PagerInput extends OutputStream {

	private static final int LIMIT_BYTES = 16 << 20;

	private final OutputStream pager;

	private final Thread pump;

	private final Deque<byte[]> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private boolean ended;

	private @Nullable IOException failure;

	/**
	 * Starts to write to a pager.
	 * @param pager its standard input
	 */
	PagerInput(OutputStream pager) {
		this.pager = pager;
		this.pump = new Thread(this::pump, "pager input");
		this.pump.setDaemon(true);
		this.pump.start();
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
		while (this.waitingBytes >= LIMIT_BYTES && this.failure == null) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("interrupted while the pager was read");
			}
		}
		if (this.failure != null) {
			throw new IOException(this.failure.getMessage(), this.failure);
		}
		this.waiting.add(Arrays.copyOfRange(bytes, offset, offset + length));
		this.waitingBytes += length;
		notifyAll();
	}

	/** Nothing more comes; the pager gets what is waiting, and then the end. */
	@Override
	public synchronized void close() {
		this.ended = true;
		notifyAll();
	}

	private void pump() {
		try (OutputStream input = this.pager) {
			for (byte[] next = next(); next != null; next = next()) {
				input.write(next);
				input.flush();
			}
		}
		catch (IOException left) {
			// Whoever left the pager before its end has seen enough; the writer is told.
			fail(left);
		}
	}

	private synchronized void fail(IOException left) {
		this.failure = left;
		this.waiting.clear();
		notifyAll();
	}

	private synchronized byte @Nullable [] next() throws IOException {
		while (this.waiting.isEmpty() && !this.ended) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				throw new InterruptedIOException("nobody interrupts the pump");
			}
		}
		byte[] next = this.waiting.poll();
		if (next != null) {
			this.waitingBytes -= next.length;
			notifyAll();
		}
		return next;
	}

}
