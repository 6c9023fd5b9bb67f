/**
 * The data that the stages pass to each other: immutable records that only check their own
 * invariants.
 *
 * <p>An absent text is the empty string and an absent list is empty. The constructors of the
 * records accept {@code null} in place of both, because JSON of earlier versions may lack a
 * component. Only components marked {@code @Nullable} can be {@code null} when read. The journal
 * stores these records as JSON under their component names, so renaming a component needs a
 * migration.
 */
@NullMarked
package org.radiologytrust.model;

import org.jspecify.annotations.NullMarked;
