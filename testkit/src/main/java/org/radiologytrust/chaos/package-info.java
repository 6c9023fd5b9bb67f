/**
 * Three nodes on one PostgreSQL while nodes, database and connections fail: what {@code ./test
 * chaos} runs.
 */
package org.radiologytrust.chaos;
