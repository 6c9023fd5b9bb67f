/** Commands that ask the running product: its messages, reports, quarantine and deliveries. */
@NullMarked
package org.radiologytrust.cli.operator;

import org.jspecify.annotations.NullMarked;
