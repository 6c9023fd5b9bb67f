/**
 * The text of documents that messages carry, as their readers share it: what a document is, what
 * was read, why something was not, and the limits. A document is hostile until it is read: size,
 * time, memory and nesting are bounded, and nothing that it refers to is fetched.
 */
@NullMarked
package org.radiologytrust.ingest.document;

import org.jspecify.annotations.NullMarked;
