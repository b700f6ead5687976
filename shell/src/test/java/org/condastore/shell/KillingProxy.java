package org.condastore.shell;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Stands between the program and PostgreSQL, and sends the program SIGKILL at a chosen
 * moment: before or after one of the messages that end a statement reaches the server.
 * Counts those of the connection that was opened first.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL's
 * message formats</a>
 */
final class KillingProxy implements AutoCloseable {

	private static final int SYNC = 'S';

	private static final int QUERY = 'Q';

	private final ServerSocket listening;

	private final int serverPort;

	private final int boundary;

	private final boolean before;

	private final String from;

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private volatile @Nullable Process process;

	private final AtomicInteger counted = new AtomicInteger();

	/**
	 * Begins to listen on a free port.
	 * @param serverPort where PostgreSQL is
	 * @param boundary after how many statements the program is killed; more than there
	 * are for never
	 * @param before whether the statement does not reach the server
	 * @param from counted are the statement in which this text is first, and all that
	 * follow; an empty text for all of them
	 */
	KillingProxy(int serverPort, int boundary, boolean before, String from) throws IOException {
		this.serverPort = serverPort;
		this.boundary = boundary;
		this.before = before;
		this.from = from;
		this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start("accept", this::accept);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/** Whom to kill. */
	void victim(Process started) {
		this.process = started;
	}

	/** How many statements were seen. */
	int counted() {
		return this.counted.get();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

	private void accept() throws IOException {
		boolean first = true;
		while (true) {
			Socket client = this.listening.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			this.open.add(client);
			this.open.add(server);
			boolean counts = first;
			first = false;
			start("to server", () -> forward(client, server, counts));
			start("to client", () -> copy(server, client));
		}
	}

	private void forward(Socket client, Socket server, boolean counts) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		OutputStream out = server.getOutputStream();
		try {
			// The first message has no type.
			int length = in.readInt();
			out.write(message(-1, length, in));
			boolean begun = false;
			while (true) {
				int type = in.readUnsignedByte();
				byte[] message = message(type, in.readInt(), in);
				begun = begun || new String(message, StandardCharsets.UTF_8).contains(this.from);
				boolean ends = counts && begun && (type == SYNC || type == QUERY);
				boolean kills = ends && this.counted.incrementAndGet() == this.boundary;
				if (kills && this.before) {
					kill();
					return;
				}
				out.write(message);
				out.flush();
				if (kills) {
					kill();
					return;
				}
			}
		}
		finally {
			server.shutdownOutput();
		}
	}

	private void kill() {
		Process victim = this.process;
		while (victim == null) {
			Thread.onSpinWait();
			victim = this.process;
		}
		victim.destroyForcibly();
		try {
			victim.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] message(int type, int length, DataInputStream in) throws IOException {
		int head = (type >= 0) ? 5 : 4;
		byte[] message = new byte[head + length - 4];
		if (type >= 0) {
			message[0] = (byte) type;
		}
		for (int i = 0; i < 4; i++) {
			message[head - 4 + i] = (byte) (length >>> (24 - 8 * i));
		}
		in.readFully(message, head, length - 4);
		return message;
	}

	private static void copy(Socket from, Socket to) throws IOException {
		InputStream in = from.getInputStream();
		in.transferTo(to.getOutputStream());
		to.shutdownOutput();
	}

	private interface Forwarding {

		void run() throws IOException;

	}

	private void start(String name, Forwarding body) {
		Thread thread = new Thread(() -> {
			try {
				body.run();
			}
			catch (IOException ex) {
				// One end is gone, which is what this is for.
				if (!this.listening.isClosed() && name.equals("accept")) {
					throw new UncheckedIOException(ex);
				}
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

}
