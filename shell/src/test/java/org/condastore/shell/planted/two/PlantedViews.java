package org.condastore.shell.planted.two;

import org.condastore.shell.planted.one.Chatty;
import org.jooq.impl.DSL;

/** A view that is not pure, and the other half of a cycle. */
public final class PlantedViews {

	private PlantedViews() {
	}

	/** Calls the first half. */
	public static String text() {
		return Chatty.word() + DSL.val(1);
	}

}
