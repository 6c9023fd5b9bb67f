package org.radiologytrust.files;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list, set or map that a data file must have but may leave without an item: {@code key: []}.
 * Without the words of the others a check would be silent, so those need an item, unless they are
 * {@code @Nullable}.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface MayBeEmpty {}
