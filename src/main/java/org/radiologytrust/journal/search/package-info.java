/**
 * What operators look up: messages, the story of a report, deliveries, and counts. It reads the
 * tables of the other packages and changes none.
 */
@NullMarked
package org.radiologytrust.journal.search;

import org.jspecify.annotations.NullMarked;
