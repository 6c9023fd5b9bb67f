/**
 * What the parts of the product are made of: each is one {@link
 * org.radiologytrust.feature.Feature}, made from its settings, with its {@link
 * org.radiologytrust.feature.Check}s.
 */
package org.radiologytrust.feature;
