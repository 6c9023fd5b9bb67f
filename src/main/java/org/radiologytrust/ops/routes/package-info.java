/**
 * Keeps the routes running while their files or the machine's clock change: reads changed files,
 * and starts routes again that wait by the clock.
 */
@NullMarked
package org.radiologytrust.ops.routes;

import org.jspecify.annotations.NullMarked;
