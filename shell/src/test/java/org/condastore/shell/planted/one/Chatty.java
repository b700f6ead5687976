package org.condastore.shell.planted.one;

import org.condastore.shell.planted.two.PlantedViews;
import org.jooq.impl.DSL;
import org.springframework.shell.core.command.ParsedInput;

/** Has SQL and Spring Shell, prints by itself, and is half of a cycle. */
public final class Chatty {

	private Chatty() {
	}

	static void violate(ParsedInput input) {
		System.out.println(DSL.val(1) + PlantedViews.text() + input);
	}

	/** Called by the other half. */
	public static String word() {
		return "planted";
	}

}
