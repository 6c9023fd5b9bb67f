/**
 * Asks real model servers what the model client must know of them, and prints a table ({@code
 * ./test model-servers}).
 */
package org.radiologytrust.servers;
