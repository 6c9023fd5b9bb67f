/**
 * What the stages hand to each other: immutable records, no behaviour beyond their own invariants.
 *
 * <p>Conventions: a text that is absent is the empty string, a list that is absent is empty; a
 * {@code null} is allowed only where a component's documentation says so. Everything here is
 * written to the journal as JSON by its component names, so a rename is a migration.
 */
package org.radiologytrust.model;
