package org.condastore.shell.connection;

/**
 * A database under a short name.
 *
 * @param name what it is called
 * @param url where it is, in any of the forms of {@code --db}; may contain a password
 * @param production whether the prompt warns
 * @param readOnly whether writes are refused
 */
public record Profile(ProfileName name, String url, boolean production, boolean readOnly) {

	@Override
	public String toString() {
		return "Profile[name=%s, production=%s, readOnly=%s]".formatted(this.name, this.production, this.readOnly);
	}

}
