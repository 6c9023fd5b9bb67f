package org.radiologytrust.page.door;

import java.util.function.Function;

/**
 * A page that is sent while it is made. Its model may take its time in the middle of the template.
 *
 * @param template path below src/main/jte
 * @param model makes the template's only parameter
 * @param ended called once at the end, also if the page was never begun
 */
record StreamedPage(String template, Function<PageStream, Object> model, Runnable ended) {}
