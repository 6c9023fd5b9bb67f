/**
 * What models answered in an evaluation, as it came, and the figures made of it. Nothing here asks
 * a model: the figures of a finished run can be made again from its files.
 */
package org.radiologytrust.lab.results;
