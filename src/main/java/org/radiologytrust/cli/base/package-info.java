/**
 * What commands share: options, output, progress, errors, and the client of the running product.
 */
@NullMarked
package org.radiologytrust.cli.base;

import org.jspecify.annotations.NullMarked;
