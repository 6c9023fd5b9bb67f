/**
 * What every package may need of its process: threads that do not keep it alive, the correlation id
 * in the log, and words for what Java throws.
 */
@NullMarked
package org.radiologytrust.runtime;

import org.jspecify.annotations.NullMarked;
