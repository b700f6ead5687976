package org.condastore.shell.connection;

import java.util.Optional;

/**
 * What is known about the session's database without asking it.
 *
 * @param target which database it is
 * @param connected whether a connection is open
 * @param serverVersion the server's version as it reports it, once connected
 * @param revision conda-store's schema revision, once it has been looked at
 */
public record DatabaseState(ConnectionTarget target, boolean connected, Optional<String> serverVersion,
		Optional<String> revision) {
}
