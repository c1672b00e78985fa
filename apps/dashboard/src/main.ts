import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import '@openmops/widgets/widgets.css';
import './styles/widgets.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target });
