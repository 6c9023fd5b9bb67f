/**
 * Reads a document by its form: looks at what it is, gives it to the reader of that form on a
 * thread with a limit, and joins the parts of a package.
 */
@NullMarked
package org.radiologytrust.ingest.document.read;

import org.jspecify.annotations.NullMarked;
