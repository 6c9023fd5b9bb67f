/** Watching: health, metrics, Hawtio's console. */
package org.radiologytrust.ops;
