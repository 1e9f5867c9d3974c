/** The page. */
import { render } from 'preact'
import { openServedLogs, prepare } from './state.ts'
import { App } from './ui/app.tsx'
import './style.css'
import 'uplot/dist/uPlot.min.css'

const page = document.getElementById('page')
if (page !== null) render(<App />, page)
void openServedLogs()
prepare()
