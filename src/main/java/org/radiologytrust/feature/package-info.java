/**
 * Parts that the product is put together from. Each is one {@link
 * org.radiologytrust.feature.Feature}, created from its settings, with its {@link
 * org.radiologytrust.feature.SelfCheck}s.
 */
@NullMarked
package org.radiologytrust.feature;

import org.jspecify.annotations.NullMarked;
