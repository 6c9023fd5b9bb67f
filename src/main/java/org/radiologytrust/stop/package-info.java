/**
 * When a check leaves its band: how often it flags, how often it is right, and whether it has
 * fallen silent. Health warns; a person acts.
 */
@NullMarked
package org.radiologytrust.stop;

import org.jspecify.annotations.NullMarked;
