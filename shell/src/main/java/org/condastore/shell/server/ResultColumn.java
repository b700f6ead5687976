package org.condastore.shell.server;

/**
 * A column of a result.
 *
 * @param key its name; made unique where the statement has several of one name
 * @param type the server's name of its type, such as {@code int4} or {@code _text}
 */
record ResultColumn(String key, String type) {
}
