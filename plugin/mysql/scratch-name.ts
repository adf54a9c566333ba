/** How everything begins that is made to ask the server something, and thrown away: no inspection sees it. */
export const scratchPrefix = "athanor_scratch_";
