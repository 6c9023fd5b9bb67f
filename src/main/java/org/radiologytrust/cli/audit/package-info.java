/** Commands that read report files without a running product: audit, batch, explain and replay. */
@NullMarked
package org.radiologytrust.cli.audit;

import org.jspecify.annotations.NullMarked;
