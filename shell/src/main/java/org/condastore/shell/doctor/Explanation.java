package org.condastore.shell.doctor;

/**
 * What somebody wants to know about an invariant who sees it broken for the first time.
 * Blanks and line ends of a text count as one blank.
 *
 * @param breaks how a database comes to it
 * @param costs what conda-store does then
 * @param mended how it is repaired, and what is left to do afterwards
 * @param avoid what looks like a repair and makes it worse
 */
record Explanation(String breaks, String costs, String mended, String avoid) {

	Explanation {
		breaks = paragraph(breaks);
		costs = paragraph(costs);
		mended = paragraph(mended);
		avoid = paragraph(avoid);
	}

	private static String paragraph(String text) {
		return text.strip().replaceAll("\\s+", " ");
	}

}
