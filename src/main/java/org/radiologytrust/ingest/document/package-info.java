/**
 * The text of documents that messages carry: PDF, RTF, CDA, HTML and plain text. Every feed reads
 * documents here. A document is hostile until it is read: size, time, memory and nesting are
 * bounded, and nothing that it refers to is fetched.
 */
@NullMarked
package org.radiologytrust.ingest.document;

import org.jspecify.annotations.NullMarked;
