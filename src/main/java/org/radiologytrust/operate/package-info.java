/** What an operator looks up and changes in the running product: messages, deliveries, state. */
@NullMarked
package org.radiologytrust.operate;

import org.jspecify.annotations.NullMarked;
