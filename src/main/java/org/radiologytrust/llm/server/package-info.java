/**
 * The model servers: which there are, what models each has, whether it answers, and which is asked
 * next.
 */
@NullMarked
package org.radiologytrust.llm.server;

import org.jspecify.annotations.NullMarked;
